// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <thread>

namespace lockstep {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop request. Make one before any other thread starts: the signals are
/// blocked for the whole process and taken by one thread. A second SIGINT or SIGTERM ends the process at once, which
/// the journal makes safe.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

  private:
    std::stop_source stop_;
    std::jthread waiter_;
};

}  // namespace lockstep
