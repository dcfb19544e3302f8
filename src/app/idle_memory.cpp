// SPDX-License-Identifier: Apache-2.0
#include "app/idle_memory.hpp"

#include <malloc.h>
#include <sys/mman.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>

namespace lockstep {
namespace {

/// One mapping as /proc/self/smaps describes it.
struct Mapping {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool from_file = false;
    bool writable = true;
};

bool read_header(const char* line, Mapping& mapping) {
    char rights[5] = {};
    char path[2] = {};
    const int fields =
        std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %*s %1s", &mapping.begin, &mapping.end, rights, path);
    if (fields < 3) return false;
    mapping.from_file = path[0] == '/';
    mapping.writable = rights[1] == 'w';
    return true;
}

/// Dropping pages is safe only where none was ever written: a relocated page has no copy in its file. The kernel counts
/// those as Anonymous, also when the mapping was made read-only afterwards.
bool holds_only_file_pages(const Mapping& mapping, unsigned long anonymous_kb) {
    return mapping.from_file && !mapping.writable && anonymous_kb == 0;
}

void drop(const Mapping& mapping) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): addresses come from the kernel as text
    static_cast<void>(madvise(reinterpret_cast<void*>(mapping.begin), mapping.end - mapping.begin, MADV_DONTNEED));
}

}  // namespace

void release_idle_memory() {
    malloc_trim(0);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> smaps(std::fopen("/proc/self/smaps", "re"), std::fclose);
    if (!smaps) return;
    Mapping current;
    char line[4352];
    unsigned long anonymous_kb = 0;
    while (std::fgets(line, sizeof line, smaps.get()) != nullptr) {
        if (std::sscanf(line, "Anonymous: %lu kB", &anonymous_kb) == 1) {
            if (holds_only_file_pages(current, anonymous_kb)) drop(current);
        } else if (std::strchr(line, '-') != nullptr) {
            Mapping next;
            if (read_header(line, next)) current = next;
        }
    }
}

}  // namespace lockstep
