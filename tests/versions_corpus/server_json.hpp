// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

#include <string_view>

namespace lockstep {

/// What a server's answer means: {"version": …} or {"error": …}.
Json read_answer(std::string_view body, std::string_view product);

}  // namespace lockstep
