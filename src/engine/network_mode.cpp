// SPDX-License-Identifier: Apache-2.0
#include "engine/network_mode.hpp"

namespace lockstep {
namespace {

constexpr std::string_view kContainer = "container:";
constexpr std::size_t kShortestId = 12;

bool names(std::string_view mode, std::string_view name, const Json& endpoint) {
    if (mode == name) return true;
    if ((mode.empty() || mode == "default") && name == "bridge") return true;
    const std::string id = string_at(endpoint, "/NetworkID");
    return mode.size() >= kShortestId && id.starts_with(mode);
}

}  // namespace

bool joins_container(std::string_view mode) {
    return mode.starts_with(kContainer);
}

std::string joined_container(std::string_view mode) {
    return joins_container(mode) ? std::string(mode.substr(kContainer.size())) : std::string();
}

bool has_endpoints(std::string_view network_mode) {
    return network_mode != "host" && network_mode != "none" && !joins_container(network_mode);
}

std::string main_network(std::string_view network_mode, const Json& networks) {
    if (!networks.is_object()) return {};
    for (const auto& [name, endpoint] : networks.items()) {
        if (names(network_mode, name, endpoint)) return name;
    }
    return {};
}

}  // namespace lockstep
