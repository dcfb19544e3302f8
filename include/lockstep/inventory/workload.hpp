// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lockstep/config/settings.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/image/reference.hpp"

namespace lockstep {

/// A container that is ours to keep in step, with everything known of it before anybody is asked.
struct Workload {
    Container container;
    Image image;          ///< the image it was created from, by id
    Reference reference;  ///< parsed Config.Image
    Target target;
};

/// A container that a target means but that is left alone, and why; `reason` is a stable word
/// ("swarm-task", "no-registry-image", "disabled", "not-running", …).
struct Skipped {
    std::string container;
    std::string target;
    std::string reason;
    std::string sentence;
};

/// The target that means this container, or null. The first one that matches counts.
const Target* target_for(const ContainerSummary& container, const std::vector<Target>& targets);

/// Why a container that a target means cannot be taken, or nothing. Pure.
std::optional<Skipped> why_skipped(const Container& container, const Image& image, const Target& target);

}  // namespace lockstep
