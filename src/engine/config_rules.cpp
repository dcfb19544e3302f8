// SPDX-License-Identifier: Apache-2.0
#include "engine/config_rules.hpp"

#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/entrypoint_rules.hpp"
#include "engine/env_rules.hpp"
#include "engine/health_rules.hpp"
#include "engine/network_mode.hpp"
#include "engine/port_rules.hpp"

#include <string>

namespace lockstep {
namespace {

void put(Json& object, const char* name, Json value) {
    if (value.is_null()) {
        object.erase(name);
    } else {
        object[name] = std::move(value);
    }
}

Json unless_empty(const Json& value) {
    return blank(value) ? Json() : value;
}

Json without_equal_pairs(const Json& pairs, const Json& image) {
    Json own = Json::object();
    if (!pairs.is_object()) return own;
    for (const auto& [name, value] : pairs.items()) {
        const bool inherited = image.is_object() && image.contains(name) && image[name] == value;
        if (!inherited) own[name] = value;
    }
    return own;
}

Json together(const Json& own, const Json& image) {
    Json merged = image.is_object() ? image : Json::object();
    if (own.is_object()) merged.update(own);
    return merged;
}

bool same_path(const Json& left, const Json& right) {
    if (!left.is_string() || !right.is_string()) return alike(left, right);
    return cleaned_path(left.get_ref<const std::string&>()) == cleaned_path(right.get_ref<const std::string&>());
}

void drop_inherited_words(Json& config, const Json& image) {
    for (const char* name : {"User", "StopSignal"}) {
        if (alike(member(config, name), member(image, name))) config.erase(name);
    }
    if (same_path(member(config, "WorkingDir"), member(image, "WorkingDir"))) config.erase("WorkingDir");
}

/// A container in another one's network takes name, domain, address and ports from there; sending them is an error.
void drop_provider_settings(Json& config) {
    for (const char* name : {"Hostname", "Domainname", "ExposedPorts", "MacAddress"}) config.erase(name);
}

}  // namespace

bool hostname_is_chosen_by_engine(const Json& inspect, std::string_view machine) {
    const std::string mode = string_at(inspect, "/HostConfig/NetworkMode");
    if (joins_container(mode) || !string_at(inspect, "/HostConfig/UTSMode").empty()) return true;
    const std::string hostname = string_at(inspect, "/Config/Hostname");
    return hostname == brief(string_at(inspect, "/Id")) || (mode == "host" && hostname == machine);
}

Json own_config(const Json& inspect, const Json& image) {
    Json own = member(inspect, "Config");
    const Json whole = own;
    drop_inherited_words(own, image);
    const Process process = own_process(process_of(whole), process_of(image));
    put(own, "Entrypoint", process.entrypoint);
    put(own, "Cmd", process.cmd);
    put(own, "Env", unless_empty(own_env(member(whole, "Env"), member(image, "Env"))));
    put(own, "Labels", unless_empty(without_equal_pairs(member(whole, "Labels"), member(image, "Labels"))));
    put(own, "Volumes", unless_empty(without_equal_pairs(member(whole, "Volumes"), member(image, "Volumes"))));
    put(own, "Healthcheck", own_health(member(whole, "Healthcheck"), member(image, "Healthcheck")));
    const Json& bindings = at(inspect, "/HostConfig/PortBindings");
    put(own, "ExposedPorts",
        unless_empty(own_ports(member(whole, "ExposedPorts"), member(image, "ExposedPorts"), bindings)));
    if (joins_container(string_at(inspect, "/HostConfig/NetworkMode"))) drop_provider_settings(own);
    return own;
}

Json merged_config(const Json& own, const Json& image) {
    Json merged = own;
    for (const char* name : {"User", "StopSignal", "WorkingDir"}) {
        if (blank(member(own, name))) put(merged, name, member(image, name));
    }
    const Process process = merged_process(process_of(own), process_of(image));
    put(merged, "Entrypoint", process.entrypoint);
    put(merged, "Cmd", process.cmd);
    put(merged, "Env", merged_env(member(own, "Env"), member(image, "Env")));
    put(merged, "Healthcheck", merged_health(member(own, "Healthcheck"), member(image, "Healthcheck")));
    for (const char* name : {"Labels", "Volumes", "ExposedPorts"}) {
        put(merged, name, together(member(own, name), member(image, name)));
    }
    return merged;
}

}  // namespace lockstep
