// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace lockstep {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr,
                 "lockstep: internal error: %s does not hold at %s:%d. Containers keep running; the journal is intact "
                 "and the next start repairs what was under way. Please report this line.\n",
                 condition, file, line);
    std::abort();
}

}  // namespace lockstep
