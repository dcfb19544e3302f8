// SPDX-License-Identifier: Apache-2.0
#include "support/manual_clock.hpp"

namespace lockstep {

bool ManualClock::wait(std::chrono::milliseconds span, const std::stop_token& stop) {
    on_wait();
    if (stop.stop_requested()) return false;
    advance(span);
    return true;
}

void ManualClock::advance(std::chrono::milliseconds span) {
    wall_ = wall_.load() + span;
    ticks_ = ticks_.load() + span;
}

}  // namespace lockstep
