// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/engine/container.hpp"

#include <optional>
#include <string>

// What the labels lockstep.* of a container may say. They choose among what the configuration allows, so each can only
// narrow: a container never gets more than its target gives. A label that the image carries with the same value comes
// from the image's maker, and counts only where it holds the container back (lockstep.enable=false,
// lockstep.hold=true).

namespace lockstep {

/// "held" or "disabled" by a label, whoever wrote it, and the sentence; nothing when no label holds it back.
struct HeldBack {
    std::string reason;
    std::string sentence;
};
std::optional<HeldBack> held_back_by_label(const Labels& labels);

/// Narrows the target's policy by the container's own labels lockstep.policy, lockstep.channel and lockstep.constraint.
/// What is wrong with a label, and what would be right, or nothing; then the policy is to be left alone.
std::optional<std::string> narrow_by_labels(const Labels& labels, const Labels& of_image, Target& target);

}  // namespace lockstep
