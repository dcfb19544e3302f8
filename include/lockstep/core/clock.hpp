// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

namespace lockstep {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
using Ticks = std::chrono::steady_clock::time_point;

/// The only source of time and the only way to wait. Safe to call from any thread.
class Clock {
  public:
    virtual ~Clock() = default;

    /// Civil time, for records that people read. May jump.
    virtual WallTime now() const = 0;

    /// Time that only goes forward, for durations and deadlines.
    virtual Ticks ticks() const = 0;

    /// Waits for `span` or until `stop` is requested, whichever is first; false when it was stopped.
    virtual bool wait(std::chrono::milliseconds span, const std::stop_token& stop) = 0;
};

/// The machine's clocks. Counts suspended time in `ticks()` (CLOCK_BOOTTIME), so deadlines survive a laptop's sleep.
class SystemClock final : public Clock {
  public:
    WallTime now() const override;
    Ticks ticks() const override;
    bool wait(std::chrono::milliseconds span, const std::stop_token& stop) override;
};

/// RFC 3339 in UTC with seconds, for instance "2026-11-22T12:00:00Z".
std::string rfc3339(WallTime time);

}  // namespace lockstep
