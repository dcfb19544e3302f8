// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/hold_off.hpp"

#include "lockstep/core/format.hpp"

#include "schedule/share.hpp"

#include <algorithm>
#include <cmath>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

/// A server that has moved leaves this part of the ramp.
constexpr double kServerMoved = 1.0 / 6;

milliseconds place_on_ramp(const Timing& timing, const Release& release, const std::string& node) {
    const double share = share_of(format("ramp {} {} {}", node, release.repository, release.digest));
    const double part = release.server_moved ? share * kServerMoved : std::sqrt(share);
    return milliseconds(static_cast<long long>(static_cast<double>(timing.ramp.count()) * timing.wariness * part));
}

}  // namespace

std::optional<HoldOff> hold_off(const Timing& timing, const Release& release, const std::string& node, WallTime now) {
    // A clock that was set back must not make a release wait longer than it would have.
    const WallTime seen = std::min(release.first_seen, now);
    const WallTime soaked = seen + timing.soak;
    const WallTime turn = seen + place_on_ramp(timing, release, node);
    const WallTime ripe = std::max({soaked, turn, now});
    const WallTime until = next_open(timing.windows, ripe);
    if (until == now) return std::nullopt;
    if (ripe == now) {
        return HoldOff{"outside-window", until,
                       format("waits for the maintenance window that opens at {}", rfc3339(until))};
    }
    if (soaked >= turn) {
        return HoldOff{"soak", until,
                       format("was first seen here at {} and has to be out for a while; may be taken from {}",
                              rfc3339(seen), rfc3339(until))};
    }
    return HoldOff{
        "ramp", until,
        format("was first seen here at {}; this node's turn on the ramp is at {}", rfc3339(seen), rfc3339(until))};
}

}  // namespace lockstep
