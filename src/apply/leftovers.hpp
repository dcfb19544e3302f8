// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The parts of a name that a swap gives: "node.0123456789ab-0a1b2c3d.old".
struct SwapName {
    std::string name;
    SwapId id;            ///< "0123456789ab-0a1b2c3d"
    std::string digits;   ///< of the old container's id: "0123456789ab"
    std::string owner;    ///< "0a1b2c3d"; empty in names that earlier versions gave
    bool is_old = false;  ///< ".old"; else ".new"
};

/// Nothing when `text` is no such name. Pure.
std::optional<SwapName> swap_name(std::string_view text);

/// Containers with such names that no open swap explains, as after the loss of the journal. A parked container, whose
/// own id stands in its name, gets its name back and runs again where the name is free or held by one that never ran.
/// One that never ran, made for the container that has the name (its digits say so), is removed. Everything else is
/// reported and kept, since nothing proves that it is ours to delete.
/// Those of another lockstep (an owner that is none of `owners`) are left to it, with one exception: a parked container
/// that has been down for a quarter of an hour while nobody serves under its name was abandoned, and is brought back.
/// No swap leaves it so for long: after the old one is stopped the new one is started at once. The outcomes are those
/// that were restored or could not be.
std::vector<SwapOutcome> settle_leftovers(const SwapPorts& ports, const std::vector<std::string>& owners);

}  // namespace lockstep
