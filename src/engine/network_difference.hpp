// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/recreate.hpp"

#include <vector>

namespace lockstep {

/// Adds every network that the new container lacks or has too many, and every fixed address, alias, link or driver
/// option that an endpoint lost. What the engine chooses itself is not compared.
void compare_networks(const Json& old, const Json& fresh, std::vector<Difference>& found);

}  // namespace lockstep
