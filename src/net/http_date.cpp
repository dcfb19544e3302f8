// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http_date.hpp"

#include "lockstep/core/text.hpp"

#include <ctime>
#include <string>

namespace lockstep {

std::optional<WallTime> http_date(std::string_view value) {
    std::tm parts{};
    const std::string text(trimmed(value));
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    const std::time_t seconds = ::timegm(&parts);
    if (seconds < 0) return std::nullopt;
    return WallTime(std::chrono::seconds(seconds));
}

}  // namespace lockstep
