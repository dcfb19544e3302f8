// SPDX-License-Identifier: Apache-2.0
#include "app/clock_doubt.hpp"

#include "lockstep/core/format.hpp"

#include "app/show_status.hpp"

namespace lockstep {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

/// Below this it is the everyday work of a time service.
constexpr std::chrono::minutes kTolerance{1};

std::string advice(const std::string& finding) {
    return format(
        "{}; windows, soak times and ages may be wrong until it is right: look at timedatectl and the "
        "machine's time service",
        finding);
}

}  // namespace

std::optional<std::string> clock_doubt(const LastLook& last, WallTime now, Ticks ticks) {
    if (now + kTolerance < last.at) {
        return advice(format("the machine's clock says {}, which is {} before the last look here ({})", rfc3339(now),
                             span_text(last.at - now), rfc3339(last.at)));
    }
    if (!last.ticks) return std::nullopt;
    const auto jumped = (now - last.at) - duration_cast<milliseconds>(ticks - *last.ticks);
    if (jumped <= kTolerance) return std::nullopt;
    return advice(format("the machine's clock jumped ahead by {} since the last look here and says {}",
                         span_text(jumped), rfc3339(now)));
}

}  // namespace lockstep
