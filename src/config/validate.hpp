// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"

#include "config/written.hpp"

#include <vector>

namespace lockstep {

/// Turns merged keys and written targets into settings. Whatever is not right is added to `complaints`; then the
/// result is not to be used.
Settings validated(const Fragment& merged, const std::vector<TargetFragment>& targets, Complaints& complaints);

}  // namespace lockstep
