// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace lockstep {

/// Turns SIGINT and SIGTERM into a stop request, and SIGHUP too until somebody wants to hear of it. Make one before any
/// other thread starts: the signals are blocked for the whole process and taken by one thread. A second SIGINT or
/// SIGTERM ends the process at once, which the journal makes safe.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

    /// From now on SIGHUP calls `call`, from the thread that takes the signals; empty: it stops again. When this
    /// returns, the call of before is not running any more.
    void on_hang_up(std::function<void()> call);

  private:
    void take(int signal);

    std::mutex mutex_;
    std::function<void()> hang_up_;
    std::stop_source stop_;
    std::jthread waiter_;
};

}  // namespace lockstep
