// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/check_line.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/report/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace lockstep {

/// How many are in this state.
std::size_t count(const std::vector<CheckLine>& checks, CheckState state);

/// One row per check with ✓, ✗ or ?.
std::string table_of(const std::vector<CheckLine>& checks, const Screen& screen);

/// The array "checks" of --json.
Json json_of(const std::vector<CheckLine>& checks);

}  // namespace lockstep
