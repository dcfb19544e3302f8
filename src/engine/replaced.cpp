// SPDX-License-Identifier: Apache-2.0
#include "engine/replaced.hpp"

#include "lockstep/core/text.hpp"

#include "engine/network_mode.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::size_t kShortestId = 12;
constexpr std::string_view kOld = ".old";
constexpr std::size_t kOwner = 9;  // "-0a1b2c3d"

}  // namespace

std::string repointed(std::string_view reference, const Replaced& replaced) {
    for (const auto& [from, to] : replaced) {
        if (from.starts_with('/')) continue;
        if (reference.size() >= kShortestId && from.starts_with(reference)) return to;
    }
    return std::string(reference);
}

std::string repointed_mode(std::string_view mode, const Replaced& replaced) {
    if (!joins_container(mode)) return std::string(mode);
    const std::string provider = joined_container(mode);
    const auto by_name = replaced.find("/" + provider);
    return "container:" + (by_name == replaced.end() ? repointed(provider, replaced) : by_name->second);
}

std::string unparked(std::string_view name, const Replaced& replaced) {
    for (const auto& [from, to] : replaced) {
        if (from.starts_with('/')) continue;
        const auto mark = name.rfind("." + std::string(brief(from)));
        if (mark == name.npos || mark == 0 || !name.ends_with(".old")) continue;
        const auto between = name.size() - mark - 1 - brief(from).size() - kOld.size();
        if (between == 0 || between == kOwner) name = name.substr(0, mark);
    }
    return std::string(name);
}

std::string unparked_link(std::string_view link, const Replaced& replaced) {
    const auto colon = std::min(link.find(':'), link.size());
    return unparked(link.substr(0, colon), replaced) + std::string(link.substr(colon));
}

}  // namespace lockstep
