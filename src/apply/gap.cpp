// SPDX-License-Identifier: Apache-2.0
#include "gap.hpp"

#include "lockstep/core/time_stamp.hpp"

namespace lockstep {

using std::chrono::milliseconds;

std::optional<milliseconds> gap_of(const GapTimes& times) {
    const auto finished = time_from_rfc3339(times.old_finished_at);
    const auto started = time_from_rfc3339(times.new_started_at);
    if (finished && started && *started >= *finished) return *started - *finished;
    if (!times.stop_requested || !times.started) return std::nullopt;
    return std::chrono::duration_cast<milliseconds>(*times.started - *times.stop_requested);
}

}  // namespace lockstep
