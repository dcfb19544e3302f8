// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <chrono>
#include <optional>

namespace lockstep {

/// How long nobody served: by the engine's own stamps where both are known, else from asking for the stop to the
/// start's answer; nothing when this run did not do both.
std::optional<std::chrono::milliseconds> gap_of(const GapTimes& times);

}  // namespace lockstep
