// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/engine/recreate.hpp"

#include <optional>

namespace lockstep {

/// Whether all is there that the container needs to start again: the containers whose network, processes or memory it
/// shares, and the networks that only a stopped container still names. A running one whose provider is gone runs on,
/// but neither it nor its successor could be started. Refused `requirement-gone`; changes nothing.
Result<void> check_requirements(Engine& engine, const Container& container);

/// A request that the engine grants only while every bind source of `container` exists; nothing when it has none. An
/// engine makes a missing source of a short-form bind as an empty folder at the start, silently, where the data was.
/// (This program may run in a container of its own and not see the host's files.) The made container is never started.
std::optional<CreateRequest> bind_source_probe(const Container& container);

/// Whether the engine refused the probe because a source is gone.
bool says_source_gone(const Error& error);

}  // namespace lockstep
