// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/recreate.hpp"

#include <vector>

namespace lockstep {

/// Adds every place of the old container's file system that the new one does not mount in the same way, and every new
/// place that the new image's `volumes` do not explain.
void compare_mounts(const Json& old, const Json& fresh, const Json& volumes, std::vector<Difference>& found);

}  // namespace lockstep
