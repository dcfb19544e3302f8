// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// Version of the Docker Engine API, "1.41". Compared by numbers: 1.9 is before 1.41.
struct ApiVersion {
    int major = 0;
    int minor = 0;

    auto operator<=>(const ApiVersion&) const = default;
    std::string text() const;
    static std::optional<ApiVersion> parse(std::string_view text);
};

}  // namespace lockstep
