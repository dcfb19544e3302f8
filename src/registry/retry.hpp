// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace lockstep {

/// How long a host is left alone after a 429 that names no time.
inline constexpr std::chrono::milliseconds kWaitUnasked{60'000};

/// How long a Retry-After header (seconds or an HTTP date, RFC 9110 §10.2.3) asks to wait; at least 1 s and at most an
/// hour. Nothing for zero, the past and whatever is neither.
std::optional<std::chrono::milliseconds> retry_after(std::string_view value, WallTime now);

/// How long `ratelimit-remaining: 0;w=SECONDS` forbids pulls, at most an hour; nothing while some are left.
std::optional<std::chrono::milliseconds> pulls_used_up(const HttpResponse& answer);

/// The pause before a question that was answered like this at its `attempt`-th time is asked again; nothing when the
/// answer stands: it is good, final, or all tries are used up. Full jitter: a random part of base × 2^(attempt-1).
std::optional<std::chrono::milliseconds> pause_before_next(const Result<HttpResponse>& answer, int attempt,
                                                           const RegistryPace& pace, WallTime now);

}  // namespace lockstep
