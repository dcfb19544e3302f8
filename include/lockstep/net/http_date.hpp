// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <optional>
#include <string_view>

namespace lockstep {

/// An HTTP date (RFC 9110 §5.6.7, the form that is sent today); nothing when it is none, or lies before 1970.
std::optional<WallTime> http_date(std::string_view value);

}  // namespace lockstep
