// SPDX-License-Identifier: Apache-2.0
#include "engine/silence_watch.hpp"

#include <algorithm>

namespace lockstep {

SilenceWatch::SilenceWatch(std::chrono::milliseconds limit, const std::stop_token& outer)
    : limit_(limit),
      last_(clock_.ticks()),
      pass_on_(outer, [this] { both_.request_stop(); }),
      watcher_([this](const std::stop_token& over) { watch(over); }) {}

void SilenceWatch::heard() {
    last_ = clock_.ticks();
}

void SilenceWatch::watch(const std::stop_token& over) {
    constexpr std::chrono::milliseconds kLeast{1};
    for (auto left = limit_; clock_.wait(std::max(left, kLeast), over);) {
        const auto quiet = clock_.ticks() - last_.load();
        left = std::chrono::duration_cast<std::chrono::milliseconds>(limit_ - quiet);
        if (quiet < limit_) continue;
        silent_ = true;
        both_.request_stop();
        return;
    }
}

}  // namespace lockstep
