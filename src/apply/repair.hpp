// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <stop_token>
#include <vector>

namespace lockstep {

/// Brings one unfinished unit of an earlier run to its end: looks, chooses, acts with the same steps as the run itself.
/// `entries` are all open ones of the unit, in their order.
std::vector<SwapOutcome> repair(const SwapPorts& ports, const std::vector<SwapEntry>& entries,
                                const std::stop_token& stop);

/// The entries of each unit together, in the order given.
std::vector<std::vector<SwapEntry>> by_unit(const std::vector<SwapEntry>& entries);

}  // namespace lockstep
