// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/table.hpp"
#include "lockstep/schedule/hold_off.hpp"

#include "app/status.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

// What `status` prints; pure.

std::string show_status(const std::optional<Status>& status, const std::optional<HoldOff>& pause,
                        const std::vector<Hold>& holds, WallTime now, const Screen& screen);
std::string json_of_status(const std::optional<Status>& status, const std::optional<HoldOff>& pause,
                           const std::vector<Hold>& holds, WallTime now);

/// A span as people say it: "3 s", "12 min", "5 h", "2 d".
std::string span_text(std::chrono::milliseconds span);

}  // namespace lockstep
