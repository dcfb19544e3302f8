// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace lockstep {

/// A time stamp of the engine (RFC 3339 in UTC with up to nine digits of a second); nothing when it is none, or the
/// year 1 that stands for "never".
std::optional<WallTime> engine_time(std::string_view text);

/// How long nobody served: by the engine's own stamps where both are known, else from asking for the stop to the
/// start's answer; nothing when this run did not do both.
std::optional<std::chrono::milliseconds> gap_of(const GapTimes& times);

}  // namespace lockstep
