// SPDX-License-Identifier: Apache-2.0
#pragma once

// g++ 12 has no std::format; this header is the one place that names its stand-in.
#include <fmt/format.h>

namespace lockstep {

using fmt::format;

}  // namespace lockstep
