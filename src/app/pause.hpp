// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/schedule/hold_off.hpp"

#include <optional>
#include <string>

namespace lockstep {

// A person's word that nothing is to be updated for now. It is a file in the state directory, so that it can be given
// beside a running daemon, which holds the journal, and outlives restarts.

/// Nothing is updated until `until`; WallTime::max(): until resumed.
Result<void> pause_updates(const std::string& state_dir, WallTime until, const std::string& reason);

/// Ends a pause; false when there was none.
Result<bool> resume_updates(const std::string& state_dir);

/// The pause in force at `now`. A file that cannot be read pauses too: somebody meant to.
std::optional<HoldOff> pause_in_force(const std::string& state_dir, WallTime now);

}  // namespace lockstep
