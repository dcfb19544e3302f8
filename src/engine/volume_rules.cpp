// SPDX-License-Identifier: Apache-2.0
#include "engine/volume_rules.hpp"

#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"

#include <string>

namespace lockstep {
namespace {

/// "source:target[:mode]" has a source, "target" alone asks for an anonymous volume.
struct Bind {
    std::string target;
    bool has_source = false;
};

Bind bind_of(const Json& entry) {
    const std::string text = entry.is_string() ? entry.get<std::string>() : std::string();
    const auto parts = split(text, ':');
    if (parts.size() == 1) return {cleaned_path(parts[0]), false};
    return {cleaned_path(parts[1]), true};
}

Json* mount_at(Json& host_config, const std::string& target) {
    if (!member(host_config, "Mounts").is_array()) return nullptr;
    for (Json& mount : host_config["Mounts"]) {
        if (cleaned_path(string_at(mount, "/Target")) == target) return &mount;
    }
    return nullptr;
}

Json* bind_at(Json& host_config, const std::string& target) {
    if (!member(host_config, "Binds").is_array()) return nullptr;
    for (Json& bind : host_config["Binds"]) {
        if (bind_of(bind).target == target) return &bind;
    }
    return nullptr;
}

bool declared(const Json& inspect, const std::string& target) {
    const Json& volumes = at(inspect, "/Config/Volumes");
    if (!volumes.is_object()) return false;
    for (const auto& [path, detail] : volumes.items()) {
        if (cleaned_path(path) == target) return true;
    }
    return false;
}

/// Without a provider every other volume is the container's own; with one, only those that it declares itself.
bool is_own(const Json& inspect, const std::string& target) {
    return blank(at(inspect, "/HostConfig/VolumesFrom")) || declared(inspect, target);
}

Json carried(const Json& volume, const std::string& target) {
    Json mount = {{"Type", "volume"}, {"Source", string_at(volume, "/Name")}, {"Target", target}};
    if (member(volume, "RW") == false) mount["ReadOnly"] = true;
    const std::string driver = string_at(volume, "/Driver", "local");
    if (driver != "local") mount["VolumeOptions"] = {{"DriverConfig", {{"Name", driver}}}};
    return mount;
}

void carry(Json& host_config, const Json& inspect, const Json& volume) {
    const std::string target = cleaned_path(string_at(volume, "/Destination"));
    const std::string name = string_at(volume, "/Name");
    if (Json* mount = mount_at(host_config, target)) {
        if (string_at(*mount, "/Source").empty()) (*mount)["Source"] = name;
        return;
    }
    if (Json* bind = bind_at(host_config, target)) {
        if (!bind_of(*bind).has_source) *bind = name + ":" + target;
        return;
    }
    if (!is_own(inspect, target)) return;
    if (!member(host_config, "Mounts").is_array()) host_config["Mounts"] = Json::array();
    host_config["Mounts"].push_back(carried(volume, target));
}

}  // namespace

void carry_volumes(Json& host_config, const Json& inspect) {
    const Json& mounts = member(inspect, "Mounts");
    if (!mounts.is_array()) return;
    for (const Json& mount : mounts) {
        if (string_at(mount, "/Type") == "volume" && !string_at(mount, "/Name").empty()) {
            carry(host_config, inspect, mount);
        }
    }
}

}  // namespace lockstep
