// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/clock.hpp"

#include "lockstep/core/format.hpp"

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <mutex>

namespace lockstep {

using namespace std::chrono;

WallTime SystemClock::now() const {
    return floor<milliseconds>(system_clock::now());
}

Ticks SystemClock::ticks() const {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return Ticks{duration_cast<Ticks::duration>(seconds{time.tv_sec} + nanoseconds{time.tv_nsec})};
}

bool SystemClock::wait(milliseconds span, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    // The system's timers stand still while the machine sleeps, our ticks do not: look at them now and then.
    constexpr milliseconds kNap = 30s;
    const Ticks end = ticks() + span;
    for (auto left = span; left > milliseconds::zero(); left = ceil<milliseconds>(end - ticks())) {
        if (wake.wait_for(lock, stop, std::min(left, kNap), [&] { return stop.stop_requested(); })) break;
    }
    return !stop.stop_requested();
}

std::string rfc3339(WallTime time) {
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    return format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                  clock.minutes().count(), clock.seconds().count());
}

}  // namespace lockstep
