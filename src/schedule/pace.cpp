// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/pace.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"

#include "schedule/share.hpp"

namespace lockstep {
namespace {

using std::chrono::milliseconds;

milliseconds part_of(milliseconds whole, double share) {
    return milliseconds(static_cast<long long>(static_cast<double>(whole.count()) * share));
}

/// The moment of round `number` of this node.
WallTime moment(const Pace& pace, long long number) {
    const milliseconds place = part_of(pace.interval, share_of(format("place {}", pace.node)));
    const milliseconds late = part_of(pace.splay, share_of(format("late {} {}", pace.node, number)));
    return WallTime(pace.interval * number + place + late);
}

}  // namespace

WallTime next_look(const Pace& pace, WallTime now) {
    LOCKSTEP_CHECK(pace.interval > milliseconds::zero() && pace.splay < pace.interval);
    // Lateness is below one interval and place too, so the round of now is at most two behind its number.
    for (long long number = now.time_since_epoch() / pace.interval - 2;; ++number) {
        if (const WallTime look = moment(pace, number); look > now) return look;
    }
}

milliseconds first_look(const Pace& pace, WallTime started) {
    return part_of(pace.splay, share_of(format("first {} {}", pace.node, started.time_since_epoch().count())));
}

}  // namespace lockstep
