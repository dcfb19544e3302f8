// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/recreate.hpp"

#include <vector>

namespace lockstep {

/// Adds what HostConfig lost or gained between two inspects. Members that a recreate rewrites are held against the
/// create body; all others, known or not, against the old container. A default that the engine fills in where the old
/// one had nothing is no difference.
void compare_host_config(const Json& old, const Json& fresh, const Json& body, std::vector<Difference>& found);

}  // namespace lockstep
