// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

namespace lockstep {

/// Ends a long answer when nothing has come for `limit`, however slowly it may come otherwise: a rate limit would end
/// honest pulls over slow lines, whose progress is a short line now and then.
class SilenceWatch {
  public:
    /// Also passes on a stop of `outer`.
    SilenceWatch(std::chrono::milliseconds limit, const std::stop_token& outer);

    /// Something has come. Safe while `stop()` is being used by another thread.
    void heard();
    /// Requested when `outer` is, or after the silence.
    std::stop_token stop() const { return both_.get_token(); }
    /// True when the silence was what ended it.
    bool was_silent() const { return silent_; }

  private:
    void watch(const std::stop_token& over);

    const std::chrono::milliseconds limit_;
    SystemClock clock_;
    std::stop_source both_;
    std::atomic<bool> silent_ = false;
    std::atomic<Ticks> last_;
    std::stop_callback<std::function<void()>> pass_on_;
    std::jthread watcher_;
};

}  // namespace lockstep
