// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/check_line.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// What a person who looks for a fault wants to know of a state directory: owner and mode, writable, free space, who
/// works with it, whether the journal in it is whole. Changes nothing, also where a start would put things right. Area
/// `state`; reasons of bad lines are the codes of open_sqlite_journal, of good ones usable, enough-space, in-use,
/// not-in-use, whole, not-yet; unknown: other-user.
std::vector<CheckLine> examine_state(const std::string& state_dir);

}  // namespace lockstep
