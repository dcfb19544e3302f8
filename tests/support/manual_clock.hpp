// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <atomic>
#include <functional>

namespace lockstep {

/// Time that moves only when somebody waits or says so; waiting returns at once.
class ManualClock final : public Clock {
  public:
    WallTime now() const override { return wall_.load(); }
    Ticks ticks() const override { return ticks_.load(); }
    bool wait(std::chrono::milliseconds span, const std::stop_token& stop) override;

    void advance(std::chrono::milliseconds span);
    /// Somebody sets the clock on the wall.
    void set_wall(WallTime wall) { wall_ = wall; }

    /// Called at the beginning of every wait: what happens meanwhile.
    std::function<void()> on_wait = [] {
    };

  private:
    // Read by other threads; moved by one.
    std::atomic<WallTime> wall_{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    std::atomic<Ticks> ticks_{Ticks{std::chrono::hours{1}}};
};

}  // namespace lockstep
