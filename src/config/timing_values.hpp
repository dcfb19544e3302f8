// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/schedule/hold_off.hpp"

#include "config/values.hpp"

#include <chrono>
#include <string>
#include <vector>

// Takers for the moment of an update; see values.hpp.

namespace lockstep {

/// Entries such as "Sat 02:00-05:00 Europe/Amsterdam".
Taken take_windows(const Written& written, std::vector<WeeklyWindow>& into);
std::string windows_text(const std::vector<WeeklyWindow>& windows);

/// A decimal fraction from 0 to 1, such as 0.25.
Taken take_fraction(const Written& written, double& into);
std::string fraction_text(double fraction);

inline constexpr Span kSplaySpan{std::chrono::seconds(0), std::chrono::hours(24)};
inline constexpr Span kRampSpan{std::chrono::minutes(1), std::chrono::hours(24 * 90)};
inline constexpr Span kSoakSpan{std::chrono::seconds(0), std::chrono::hours(24 * 365)};

}  // namespace lockstep
