// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lockstep {

/// A duration as people write it everywhere in this program: "500ms", "10s", "15m", "2h", "1d". Nothing for other text.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace lockstep
