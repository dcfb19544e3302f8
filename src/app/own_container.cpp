// SPDX-License-Identifier: Apache-2.0
#include "app/own_container.hpp"

#include <fstream>
#include <string_view>

namespace lockstep {
namespace {

constexpr std::size_t kIdLength = 64;

/// The id in ".../containers/<64 hex digits>/hostname" of a mount line, or empty.
std::string id_in(std::string_view line) {
    constexpr std::string_view kBefore = "/containers/";
    const auto found = line.find(kBefore);
    if (found == std::string_view::npos) return {};
    const auto id = line.substr(found + kBefore.size(), kIdLength);
    const bool hex = id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    const bool ends = line.substr(found + kBefore.size() + id.size()).starts_with("/");
    return id.size() == kIdLength && hex && ends ? std::string(id) : std::string{};
}

}  // namespace

// Engines mount /etc/hostname and /etc/hosts from a folder named after the container, whatever its host name says.
std::string own_container_id() {
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        const bool of_engine =
            line.find(" /etc/hostname ") != std::string::npos || line.find(" /etc/hosts ") != std::string::npos;
        if (!of_engine) continue;
        if (auto id = id_in(line); !id.empty()) return id;
    }
    return {};
}

}  // namespace lockstep
