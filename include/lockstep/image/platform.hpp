// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace lockstep {

/// What a binary runs on, in OCI words and normalised: `linux`, `arm`, `v7`.
struct Platform {
    std::string os;
    std::string architecture;
    std::string variant;

    auto operator<=>(const Platform&) const = default;
    /// "linux/arm/v7"
    std::string text() const;
};

/// Normalises the spellings in use: x86_64 and amd64/v1 are amd64, aarch64 and arm64/v8 are arm64, armhf is arm/v7,
/// armel is arm/v6, arm without variant is arm/v7 (the rules of containerd/platforms).
Platform normalised(std::string_view os, std::string_view architecture, std::string_view variant);

/// How well an image for `offered` serves a node that runs `wanted`: 0 exact, larger is a lesser variant of the same
/// architecture that still runs there (arm v7 → v6 → v5, arm64 v9 → v8, amd64 v3 → v2 → v1), negative is not at all.
int distance(const Platform& wanted, const Platform& offered);

}  // namespace lockstep
