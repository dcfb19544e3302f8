// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace lockstep {

/// Calls `work(i)` for every i below `count`, at most `width` at a time, and returns when all are done. `work` must be
/// safe to call from several threads and must not throw.
template <typename Work>
void in_parallel(std::size_t count, std::size_t width, const Work& work) {
    std::atomic<std::size_t> next{0};
    const auto drain = [&] {
        for (std::size_t i = next++; i < count; i = next++) work(i);
    };
    std::vector<std::jthread> others;
    for (std::size_t t = 1; t < std::min(width, count); ++t) others.emplace_back(drain);
    drain();
}

}  // namespace lockstep
