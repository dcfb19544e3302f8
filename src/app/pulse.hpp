// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/report/sink.hpp"

#include "app/supervisor.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace lockstep {

/// Keeps the service manager's watchdog quiet as long as the daemon gives signs of life: events and naps. When they
/// have been missing for `patience`, the program hangs, the watchdog is left to bite, and the restart repairs. A sink,
/// so that every event is such a sign.
class Pulse final : public Sink {
  public:
    /// Both must outlive it.
    Pulse(const Supervisor& manager, const Clock& clock, std::chrono::milliseconds patience);

    void beat();
    void take(const Event&) override { beat(); }

  private:
    void keep_quiet(const std::stop_token& stop);

    const Supervisor& manager_;
    const Clock& clock_;
    std::chrono::milliseconds patience_;
    std::atomic<Ticks::rep> last_;
    std::jthread thread_;
};

}  // namespace lockstep
