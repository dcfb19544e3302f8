// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/plan/plan.hpp"

#include "decide.hpp"

#include <string_view>
#include <vector>

namespace lockstep {

/// Units for all updates among the decisions; each such finding gets its swap, or a refusal where no unit could be
/// planned. Looks at the other containers of the engine only when there is something to update.
Result<std::vector<SwapUnit>> plan_units(Engine& engine, std::vector<Decision>& decisions, std::string_view own_id,
                                         std::string_view owner);

}  // namespace lockstep
