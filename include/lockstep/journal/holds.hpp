// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/journal/journal.hpp"

#include <vector>

namespace lockstep {

/// The holds that have not run out at `now`, by name. Errors are the journal's.
Result<std::vector<Hold>> holds_in_force(Journal& journal, WallTime now);

}  // namespace lockstep
