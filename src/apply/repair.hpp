// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <stop_token>

namespace lockstep {

/// Brings one unfinished swap of an earlier run to its end: looks, chooses, acts with the same steps as the run itself.
SwapOutcome repair(const SwapPorts& ports, const SwapEntry& entry, const std::stop_token& stop);

}  // namespace lockstep
