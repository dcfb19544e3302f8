// SPDX-License-Identifier: Apache-2.0
#include "engine/host_config_rules.hpp"

#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/network_mode.hpp"
#include "engine/port_rules.hpp"
#include "engine/volume_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace lockstep {
namespace {

void repoint_modes(Json& host, const Replaced& replaced) {
    for (const char* name : {"NetworkMode", "PidMode", "IpcMode"}) {
        const Json& mode = member(host, name);
        if (mode.is_string()) host[name] = repointed_mode(mode.get_ref<const std::string&>(), replaced);
    }
}

/// An entry is "container[:mode]".
void repoint_volumes_from(Json& host, const Replaced& replaced) {
    if (!member(host, "VolumesFrom").is_array()) return;
    for (Json& entry : host["VolumesFrom"]) {
        if (!entry.is_string()) continue;
        const std::string text = entry;
        const auto colon = std::min(text.find(':'), text.size());
        entry = repointed(unparked(text.substr(0, colon), replaced), replaced) + text.substr(colon);
    }
}

void rewrite_links(Json& host, const Replaced& replaced) {
    if (!member(host, "Links").is_array()) return;
    for (Json& link : host["Links"]) {
        if (link.is_string()) link = link_for_create(link.get_ref<const std::string&>(), replaced);
    }
}

bool is_label_part(const Json& option, std::string_view part) {
    const std::string text = option.is_string() ? option.get<std::string>() : std::string();
    return text.starts_with("label=" + std::string(part) + ":") || text.starts_with("label:" + std::string(part) + ":");
}

bool is_label(const Json& option) {
    return option.is_string() && option.get_ref<const std::string&>().starts_with("label");
}

/// Joining a pid or ipc namespace makes the engine write the provider's SELinux context into the options. It belongs to
/// that provider; the engine writes it again. Anything but exactly the four parts is a person's.
void drop_joined_selinux_context(Json& host) {
    constexpr std::array<std::string_view, 4> kParts = {"user", "role", "type", "level"};
    const bool joined = joins_container(string_at(host, "/PidMode")) || joins_container(string_at(host, "/IpcMode"));
    if (!joined || !member(host, "SecurityOpt").is_array()) return;
    auto& options = host["SecurityOpt"].get_ref<Json::array_t&>();
    const bool all = std::all_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
        return std::count_if(options.begin(), options.end(), [&](const Json& o) { return is_label_part(o, part); }) ==
               1;
    });
    if (!all || std::count_if(options.begin(), options.end(), is_label) != 4) return;
    std::erase_if(options, is_label);
}

void allow_devices_fully_where_unsaid(Json& host) {
    if (!member(host, "Devices").is_array()) return;
    for (Json& device : host["Devices"]) {
        if (device.is_object() && blank(member(device, "CgroupPermissions"))) device["CgroupPermissions"] = "rwm";
    }
}

/// Engines ignore or refuse the first from API 1.42 and the second from 1.52.
void drop_kernel_memory(Json& host, const EngineFacts& facts) {
    for (const auto& [name, until] : {std::pair{"KernelMemory", "1.42"}, std::pair{"KernelMemoryTCP", "1.52"}}) {
        const Json& limit = member(host, name);
        if (limit == 0 || limit.is_null() || facts.api_at_least(until)) host.erase(name);
    }
}

}  // namespace

std::string link_for_create(std::string_view shown, const Replaced& replaced) {
    const auto colon = shown.find(':');
    if (colon == std::string_view::npos) return std::string(shown);
    std::string_view target = shown.substr(0, colon);
    std::string_view alias = shown.substr(colon + 1);
    if (target.starts_with('/')) target.remove_prefix(1);
    if (const auto slash = alias.rfind('/'); slash != std::string_view::npos) alias.remove_prefix(slash + 1);
    const std::string name = unparked(target, replaced);
    const auto provider = replaced.find("/" + name);
    return (provider == replaced.end() ? name : provider->second) + ":" + std::string(alias);
}

std::string take_interface_sysctls(Json& host_config) {
    constexpr std::string_view kInterface = ".eth0.";
    std::vector<std::string> taken;
    if (!member(host_config, "Sysctls").is_object()) return {};
    Json kept = Json::object();
    for (const auto& [name, value] : host_config["Sysctls"].items()) {
        const auto found = name.find(kInterface);
        if (!name.starts_with("net.") || found == std::string::npos || !value.is_string()) {
            kept[name] = value;
            continue;
        }
        std::string general = name;
        taken.push_back(general.replace(found, kInterface.size(), ".IFNAME.") + "=" + value.get<std::string>());
    }
    if (!taken.empty()) host_config["Sysctls"] = kept;
    return join(taken, ",");
}

Json own_host_config(const Json& inspect, const EngineFacts& facts, const Replaced& replaced) {
    Json host = member(inspect, "HostConfig");
    repoint_modes(host, replaced);
    repoint_volumes_from(host, replaced);
    rewrite_links(host, replaced);
    drop_joined_selinux_context(host);
    allow_devices_fully_where_unsaid(host);
    drop_kernel_memory(host, facts);
    if (facts.api_at_least("1.52")) host["PortBindings"] = without_empty_bindings(member(host, "PortBindings"));
    carry_volumes(host, inspect);
    return host;
}

}  // namespace lockstep
