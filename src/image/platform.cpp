// SPDX-License-Identifier: Apache-2.0
#include "lockstep/image/platform.hpp"

#include "lockstep/core/text.hpp"

#include <array>
#include <optional>

namespace lockstep {
namespace {

/// Feature level of a variant: "v7" is 70, "v9.2" is 92; empty is the baseline of the architecture. Nothing for words
/// that this table does not know: those fit only themselves.
std::optional<int> level(std::string_view architecture, std::string_view variant) {
    if (variant.empty()) {
        if (architecture == "arm") return 70;
        if (architecture == "arm64") return 80;
        return 10;
    }
    if (variant.size() < 2 || variant[0] != 'v' || variant[1] < '1' || variant[1] > '9') return std::nullopt;
    const int major = (variant[1] - '0') * 10;
    if (variant.size() == 2) return major;
    const bool has_minor = variant.size() == 4 && variant[2] == '.' && variant[3] >= '0' && variant[3] <= '9';
    if (!has_minor) return std::nullopt;
    return major + (variant[3] - '0');
}

bool has_levels(std::string_view architecture) {
    return architecture == "arm" || architecture == "arm64" || architecture == "amd64";
}

void normalise_arm(Platform& platform) {
    if (platform.architecture == "armhf") platform.variant = "v7";
    if (platform.architecture == "armel") platform.variant = "v6";
    platform.architecture = "arm";
    if (platform.variant.empty() || platform.variant == "7") platform.variant = "v7";
    if (platform.variant == "5" || platform.variant == "6" || platform.variant == "8")
        platform.variant.insert(platform.variant.begin(), 'v');
}

}  // namespace

std::string Platform::text() const {
    std::string words = os + "/" + architecture;
    if (!variant.empty()) words += "/" + variant;
    return words;
}

Platform normalised(std::string_view os, std::string_view architecture, std::string_view variant) {
    Platform platform{.os = lower(os), .architecture = lower(architecture), .variant = lower(variant)};
    if (platform.os == "macos") platform.os = "darwin";
    std::string& cpu = platform.architecture;
    if (cpu == "x86_64" || cpu == "x86-64" || cpu == "amd64") {
        cpu = "amd64";
        if (platform.variant == "v1") platform.variant.clear();
    } else if (cpu == "aarch64" || cpu == "arm64") {
        cpu = "arm64";
        if (platform.variant == "8" || platform.variant == "v8" || platform.variant == "v8.0") platform.variant.clear();
        if (platform.variant == "9" || platform.variant == "v9.0") platform.variant = "v9";
    } else if (cpu == "armhf" || cpu == "armel" || cpu == "arm") {
        normalise_arm(platform);
    } else if (cpu == "i386" || cpu == "i486" || cpu == "i586" || cpu == "i686") {
        cpu = "386";
        platform.variant.clear();
    }
    return platform;
}

int distance(const Platform& wanted, const Platform& offered) {
    if (wanted == offered) return 0;
    if (wanted.os != offered.os || wanted.architecture != offered.architecture) return -1;
    if (!has_levels(wanted.architecture)) return -1;
    const auto have = level(wanted.architecture, wanted.variant);
    const auto needed = level(offered.architecture, offered.variant);
    if (!have || !needed || *needed > *have) return -1;
    return *have - *needed;
}

}  // namespace lockstep
