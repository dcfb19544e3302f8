// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/engine/engine.hpp"

#include <chrono>
#include <stop_token>

namespace lockstep {

/// Waits until the engine answers, at most `limit`; its last error when it never did. After a boot the engine may come
/// up later than we do. An engine that says no (rights, version) is not waited for.
Result<void> wait_for_engine(Engine& engine, Clock& clock, std::chrono::milliseconds limit,
                             const std::stop_token& stop);

}  // namespace lockstep
