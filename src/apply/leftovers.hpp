// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The parts of a name that a swap gives: "node.0123456789ab.old".
struct SwapName {
    std::string name;
    SwapId id;
    bool is_old = false;  ///< ".old"; else ".new"
};

/// Nothing when `text` is no such name. Pure.
std::optional<SwapName> swap_name(std::string_view text);

/// Containers with such names that no open swap explains, as after the loss of the journal. A parked container, whose
/// own id stands in its name, gets its name back and runs again where the name is free or held by one that never ran.
/// One that never ran, made for the container that has the name (its digits say so), is removed. Everything else is
/// reported and kept, since nothing proves that it is ours to delete. The outcomes are those that were restored or
/// could not be.
std::vector<SwapOutcome> settle_leftovers(const SwapPorts& ports);

}  // namespace lockstep
