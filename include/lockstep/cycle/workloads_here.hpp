// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/inventory/workload.hpp"

#include <string_view>
#include <vector>

namespace lockstep {

/// The containers that a cycle would look at, each with the server it follows. Asks the engine only. `own_id`: as for
/// workload_of.
Result<std::vector<Workload>> workloads_here(Engine& engine, const Settings& settings, std::string_view own_id);

}  // namespace lockstep
