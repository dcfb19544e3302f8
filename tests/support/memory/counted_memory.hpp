// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace lockstep {

/// What operator new has given and not got back since it was last reset, in bytes as malloc rounds them; the most of it
/// at one time; and how often it was asked. Only a program that uses it replaces operator new. Per thread.
struct CountedMemory {
    std::size_t live = 0;
    std::size_t peak = 0;
    std::size_t calls = 0;
};

CountedMemory& counted_memory();

/// What `work` needed at most at one time, and how often it allocated.
template <typename Work>
CountedMemory memory_of(Work work) {
    counted_memory() = {};
    work();
    return counted_memory();
}

}  // namespace lockstep
