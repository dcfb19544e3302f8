// SPDX-License-Identifier: Apache-2.0
#include "app/doorbell.hpp"

#include <utility>

namespace lockstep {

void Doorbell::ring(std::string why) {
    std::stop_source source;
    {
        const std::scoped_lock lock(mutex_);
        why_ = std::move(why);
        source = source_;
    }
    source.request_stop();
}

void Doorbell::wake() {
    std::stop_source source;
    {
        const std::scoped_lock lock(mutex_);
        source = source_;
    }
    source.request_stop();
}

void Doorbell::ring_to_reload() {
    {
        const std::scoped_lock lock(mutex_);
        reload_ = true;
    }
    ring("the settings are to be read again");
}

bool Doorbell::take_reload() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(reload_, false);
}

std::stop_token Doorbell::token() const {
    const std::scoped_lock lock(mutex_);
    return source_.get_token();
}

std::optional<std::string> Doorbell::answer() {
    const std::scoped_lock lock(mutex_);
    if (source_.stop_requested()) source_ = std::stop_source();
    return std::exchange(why_, std::nullopt);
}

}  // namespace lockstep
