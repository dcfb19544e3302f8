// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/error.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/image/reference.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Which of the containers on this node are ours to keep in step. Everything here is pure: the caller lists and
// inspects.

namespace lockstep {

/// A container that is ours to keep in step, with everything known of it before anybody is asked.
struct Workload {
    Container container;
    Image image;          ///< the image it was created from, by id
    Reference reference;  ///< parsed Config.Image
    Target target;
    std::string server_from = {};            ///< who named the server, when it was not the configuration
    std::optional<Error> server_fault = {};  ///< why the node's own configuration did not name one
};

/// A container that a target means but that is left alone, and why; `reason` is a stable word:
/// "disabled", "self", "nameless", "swap-leftover", "swarm-task", "kubernetes-pod", "label-from-image",
/// "label-invalid", "held", "one-shot-job", "not-running", "paused", "no-image", "no-registry-image".
struct Skipped {
    std::string container;
    std::string target;
    std::string reason;
    std::string sentence;
    std::string group = {};  ///< of its target
};

/// It runs at its own version for as long as it is left alone, so the other members of its group have to stay with it.
/// What does not run, or is nobody's member to begin with, holds nobody.
bool holds_its_group(const Skipped& skipped);

/// Whether any target may mean this container, as far as the container list tells: conditions on the image name need
/// an inspect. False: it is nobody's, and need not be inspected.
bool may_be_meant(const ContainerSummary& container, const std::vector<Target>& targets);

/// The target that means this container, or null. The first one that matches counts.
const Target* target_for(const Container& container, const std::vector<Target>& targets);

/// A container that a target means, as a workload, or why it is left alone. `image` is absent when the engine no longer
/// has it. `own_id` is the id, or at least its first 12 digits, of the container that this program runs in; empty when
/// it runs in none.
std::variant<Workload, Skipped> workload_of(Container container, std::optional<Image> image, const Target& target,
                                            std::string_view own_id = {});

}  // namespace lockstep
