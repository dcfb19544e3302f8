// SPDX-License-Identifier: Apache-2.0
#include "support/fake_documents.hpp"

#include <algorithm>

namespace lockstep {
namespace {

std::string key_of(const std::string& variable) {
    return variable.substr(0, variable.find('='));
}

/// The engine's rule: what a person gave stands first, the image's variables of other names follow.
Json merged_env(const Json& own, const Json& image) {
    Json all = own.is_array() ? own : Json::array();
    if (!image.is_array()) return all;
    for (const Json& variable : image) {
        const bool used = std::any_of(all.begin(), all.end(), [&](const Json& one) {
            return key_of(one.get<std::string>()) == key_of(variable.get<std::string>());
        });
        if (!used) all.push_back(variable);
    }
    return all;
}

}  // namespace

Json merged_config(const Json& body, const Json& image, const std::string& id) {
    Json config = body;
    config.erase("HostConfig");
    config.erase("NetworkingConfig");
    for (const auto& [name, value] : image.items()) {
        if (!config.contains(name) || config[name].is_null()) config[name] = value;
    }
    Json labels = image.value("Labels", Json::object());
    if (body.contains("Labels") && body["Labels"].is_object()) labels.update(body["Labels"]);
    config["Labels"] = labels;
    config["Env"] = merged_env(body.value("Env", Json()), image.value("Env", Json()));
    if (config.value("Hostname", "").empty()) config["Hostname"] = id.substr(0, 12);
    return config;
}

Json host_config(const Json& body) {
    Json host = body.value("HostConfig", Json::object());
    const Json none = {{"Name", "no"}, {"MaximumRetryCount", 0}};
    if (!host.contains("RestartPolicy")) host["RestartPolicy"] = none;
    if (!host.contains("NetworkMode")) host["NetworkMode"] = "default";
    if (!host.contains("AutoRemove")) host["AutoRemove"] = false;
    return host;
}

Json networks_of(const Json& body, const std::string& mode) {
    Json networks = Json::object();
    for (const auto& [name, endpoint] : at(body, "/NetworkingConfig/EndpointsConfig").items()) {
        networks[name] = endpoint.is_object() ? endpoint : Json::object();
    }
    if (networks.empty()) networks[mode == "default" ? "bridge" : mode] = Json::object();
    return networks;
}

/// "data:/data" → the mount that inspect shows
Json mounts_of(const Json& host) {
    Json mounts = Json::array();
    for (const Json& bind : host.value("Binds", Json::array())) {
        const auto text = bind.get<std::string>();
        const auto colon = text.find(':');
        mounts.push_back({{"Type", "volume"},
                          {"Name", text.substr(0, colon)},
                          {"Source", "/volumes/" + text.substr(0, colon)},
                          {"Destination", text.substr(colon + 1)},
                          {"Driver", "local"},
                          {"Mode", "z"},
                          {"RW", true},
                          {"Propagation", ""}});
    }
    return mounts;
}

const char* status_word(ContainerStatus status) {
    switch (status) {
        case ContainerStatus::Created:
            return "created";
        case ContainerStatus::Running:
            return "running";
        case ContainerStatus::Restarting:
            return "restarting";
        case ContainerStatus::Exited:
            return "exited";
        default:
            return "other";
    }
}

Health health_of(Behaviour behaviour) {
    switch (behaviour) {
        case Behaviour::Unhealthy:
            return Health::Unhealthy;
        case Behaviour::Healthy:
            return Health::Healthy;
        case Behaviour::NeverHealthy:
            return Health::Starting;
        default:
            return Health::None;
    }
}

}  // namespace lockstep
