// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include "app/command.hpp"

#include <chrono>
#include <string_view>

namespace lockstep {

/// A duration given on the command line ("90s", "2h", "1d"), zero when it was not given. Malformed `config-duration`.
Result<std::chrono::milliseconds> duration_argument(const Arguments& arguments, std::string_view name);

}  // namespace lockstep
