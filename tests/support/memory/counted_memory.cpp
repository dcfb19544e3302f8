// SPDX-License-Identifier: Apache-2.0
#include "support/memory/counted_memory.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace lockstep {

CountedMemory& counted_memory() {
    static thread_local CountedMemory counted;
    return counted;
}

}  // namespace lockstep

void* operator new(std::size_t size) {
    void* memory = std::malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    auto& counted = lockstep::counted_memory();
    ++counted.calls;
    counted.live += malloc_usable_size(memory);
    counted.peak = std::max(counted.peak, counted.live);
    return memory;
}

void operator delete(void* memory) noexcept {
    auto& counted = lockstep::counted_memory();
    counted.live -= std::min(counted.live, malloc_usable_size(memory));
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}
