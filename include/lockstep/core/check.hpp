// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lockstep {

/// Prints the broken assumption and ends the process. The journal makes that safe at any moment.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace lockstep

/// For bugs only, never for trouble with the outside world. On in every build.
#define LOCKSTEP_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::lockstep::check_failed(#condition, __FILE__, __LINE__))
