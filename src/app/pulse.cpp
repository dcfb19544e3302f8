// SPDX-License-Identifier: Apache-2.0
#include "app/pulse.hpp"

#include <condition_variable>
#include <mutex>

namespace lockstep {

Pulse::Pulse(const Supervisor& manager, const Clock& clock, std::chrono::milliseconds patience)
    : manager_(manager), clock_(clock), patience_(patience), last_(clock.ticks().time_since_epoch().count()) {
    if (manager.watchdog().count() == 0) return;
    thread_ = std::jthread([this](const std::stop_token& stop) { keep_quiet(stop); });
}

void Pulse::beat() {
    last_ = clock_.ticks().time_since_epoch().count();
}

void Pulse::keep_quiet(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        const Ticks last{Ticks::duration(last_.load())};
        if (clock_.ticks() - last < patience_) manager_.tell("WATCHDOG=1");
        // The manager's patience is real time, whatever the clock of the daemon says.
        wake.wait_for(lock, stop, manager_.watchdog() / 3, [&] { return stop.stop_requested(); });
    }
}

}  // namespace lockstep
