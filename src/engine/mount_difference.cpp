// SPDX-License-Identifier: Apache-2.0
#include "engine/mount_difference.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"

#include <map>
#include <string>

namespace lockstep {
namespace {

constexpr const char* kCompared[] = {"Type", "Name", "Source", "RW", "Driver", "Propagation"};

std::map<std::string, Json> by_target(const Json& inspect) {
    std::map<std::string, Json> mounts;
    const Json& list = member(inspect, "Mounts");
    if (!list.is_array()) return mounts;
    for (const Json& mount : list) mounts.emplace(cleaned_path(string_at(mount, "/Destination")), mount);
    return mounts;
}

void compare_mount(const std::string& target, const Json& before, const Json& after, std::vector<Difference>& found) {
    for (const char* name : kCompared) {
        const Json& have = member(after, name);
        const Json& want = member(before, name);
        if (alike(have, want)) continue;
        found.push_back(
            format("Mounts {}: {} {}, expected {}", escaped(target), name, escaped(dump(have)), escaped(dump(want))));
    }
}

bool declared(const Json& volumes, const std::string& target) {
    if (!volumes.is_object()) return false;
    for (const auto& [path, ignored] : volumes.items()) {
        if (cleaned_path(path) == target) return true;
    }
    return false;
}

}  // namespace

void compare_mounts(const Json& old, const Json& fresh, const Json& volumes, std::vector<Difference>& found) {
    const auto before = by_target(old);
    const auto after = by_target(fresh);
    for (const auto& [target, mount] : before) {
        const auto same = after.find(target);
        if (same == after.end()) {
            found.push_back(format("Mounts {}: not mounted", escaped(target)));
        } else {
            compare_mount(target, mount, same->second, found);
        }
    }
    for (const auto& [target, mount] : after) {
        if (before.contains(target) || declared(volumes, target)) continue;
        found.push_back(format("Mounts {}: mounted, though nobody asked for it", escaped(target)));
    }
}

}  // namespace lockstep
