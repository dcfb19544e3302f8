// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"

#include "decide.hpp"

#include <vector>

namespace lockstep {

/// Takes back the updates that may not be carried out now: paused, outside the windows, soaking, not yet this node's
/// turn. Their verdicts become Keep, with the tag that waits and the time when it may be taken. One that waits makes
/// its whole group wait. Notes in the notebook which releases were seen for the first time.
void hold_off_updates(std::vector<Decision>& decisions, Ports& ports, const Settings& settings, const Orders& orders);

/// Takes out the units that would make again or restart a container that is on hold; their moves wait for it.
void hold_back_units(std::vector<SwapUnit>& units, std::vector<Decision>& decisions, Ports& ports);

}  // namespace lockstep
