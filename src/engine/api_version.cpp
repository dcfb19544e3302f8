// SPDX-License-Identifier: Apache-2.0
#include "engine/api_version.hpp"

#include "lockstep/core/format.hpp"

#include <charconv>

namespace lockstep {

std::string ApiVersion::text() const {
    return format("{}.{}", major, minor);
}

std::optional<ApiVersion> ApiVersion::parse(std::string_view text) {
    ApiVersion version;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, version.major);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, version.minor);
    if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
    if (version.major < 0 || version.minor < 0) return std::nullopt;
    return version;
}

}  // namespace lockstep
