// SPDX-License-Identifier: Apache-2.0
#include "lockstep/journal/holds.hpp"

namespace lockstep {

Result<std::vector<Hold>> holds_in_force(Journal& journal, WallTime now) {
    auto holds = journal.holds();
    if (holds) std::erase_if(*holds, [&](const Hold& hold) { return hold.until && *hold.until <= now; });
    return holds;
}

}  // namespace lockstep
