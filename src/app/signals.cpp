// SPDX-License-Identifier: Apache-2.0
#include "app/signals.hpp"

#include <unistd.h>

#include <csignal>
#include <ctime>
#include <utility>

namespace lockstep {
namespace {

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

}  // namespace

StopSignals::StopSignals() {
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    waiter_ = std::jthread([this, set](const std::stop_token& ended) {
        const timespec look_up{0, 200'000'000};
        while (!ended.stop_requested()) {
            const int signal = sigtimedwait(&set, nullptr, &look_up);
            if (signal >= 0) take(signal);
        }
    });
}

StopSignals::~StopSignals() = default;

void StopSignals::on_hang_up(std::function<void()> call) {
    const std::scoped_lock lock(mutex_);
    hang_up_ = std::move(call);
}

void StopSignals::take(int signal) {
    const std::scoped_lock lock(mutex_);
    if (signal == SIGHUP && hang_up_) return hang_up_();
    if (stop_.stop_requested()) _exit(128 + signal);
    stop_.request_stop();
}

}  // namespace lockstep
