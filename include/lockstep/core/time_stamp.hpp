// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <optional>
#include <string_view>

namespace lockstep {

/// A time stamp as Go programs write it: RFC 3339 in UTC ("Z") or with an offset, and up to nine digits of a second.
/// Nothing when it is none, or lies before 1970 (the year 1 stands for "never").
std::optional<WallTime> time_from_rfc3339(std::string_view text);

}  // namespace lockstep
