// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/apply/recover.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/plan/plan.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// The container with this full id, or nothing when there is none; an Error only when the engine did not answer.
Result<std::optional<Container>> find(Engine& engine, const ContainerId& id);

/// The container with exactly this name. (Engines also take a name for the beginning of an id.)
Result<std::optional<Container>> find_named(Engine& engine, const std::string& name);

/// The new container of a swap: by its journalled id, else by its temporary name.
Result<std::optional<Container>> find_new(Engine& engine, const SwapEntry& entry, const Swap& swap);

/// All containers of a swap.
Result<Seen> look(Engine& engine, const SwapEntry& entry, const Swap& swap);

}  // namespace lockstep
