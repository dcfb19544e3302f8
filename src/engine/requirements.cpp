// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/requirements.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/network_mode.hpp"

namespace lockstep {
namespace {

Error gone(const Container& container, std::string_view what, std::string_view remedy) {
    return {ErrorKind::Refused, "requirement-gone",
            format("container {} could not be started again: {}", escaped(container.name), what), std::string(remedy)};
}

/// The provider of a shared namespace, by what stands behind "container:".
Result<void> check_provider(Engine& engine, const Container& container, const std::string& id) {
    const auto provider = engine.inspect(id);
    const char* remedy = "start the one it shares with, or create both again";
    if (!provider && provider.error().code == "no-such-container") {
        return gone(container, format("it shares with container {}, which is gone", escaped(brief(id))), remedy);
    }
    if (!provider) return provider.error();
    if (container.up() && !provider->up()) {
        return gone(container, format("it shares with {}, which does not run", escaped(provider->name)), remedy);
    }
    return {};
}

Result<void> check_networks(Engine& engine, const Container& container, const Json& inspect) {
    const Json& networks = at(inspect, "/NetworkSettings/Networks");
    if (!networks.is_object()) return {};
    for (const auto& [name, endpoint] : networks.items()) {
        const std::string id = string_at(endpoint, "/NetworkID");
        const auto there = engine.has_network(id.empty() ? name : id);
        if (!there) return there.error();
        if (!*there) {
            return gone(container, format("its network {} is gone", escaped(name)), "create the network again");
        }
    }
    return {};
}

}  // namespace

Result<void> check_requirements(Engine& engine, const Container& container) {
    const Json inspect = tree(container.raw);
    for (const char* mode : {"/HostConfig/NetworkMode", "/HostConfig/PidMode", "/HostConfig/IpcMode"}) {
        const std::string provider = joined_container(string_at(inspect, mode));
        if (provider.empty()) continue;
        if (auto there = check_provider(engine, container, provider); !there) return there;
    }
    // A network in use by a running container cannot be removed.
    return container.up() ? Result<void>() : check_networks(engine, container, inspect);
}

std::optional<CreateRequest> bind_source_probe(const Container& container) {
    const Json inspect = tree(container.raw);
    const Json& mounts = member(inspect, "Mounts");
    Json wanted = Json::array();
    for (const Json& mount : mounts.is_array() ? mounts : Json::array()) {
        if (string_at(mount, "/Type") != "bind") continue;
        wanted.push_back({{"Type", "bind"},
                          {"Source", string_at(mount, "/Source")},
                          {"Target", format("/source/{}", wanted.size())},
                          {"ReadOnly", true}});
    }
    if (wanted.empty()) return std::nullopt;
    const Json body = {{"Image", container.image.text()},
                       {"Cmd", {"true"}},
                       {"HostConfig", {{"NetworkMode", "none"}, {"Mounts", wanted}}}};
    return CreateRequest{.body = {dump(body)}, .platform = {}, .connections = {}};
}

bool says_source_gone(const Error& error) {
    const std::string words = lower(error.origin);
    return words.find("bind source path does not exist") != std::string::npos ||
           (words.find("statfs") != std::string::npos && words.find("no such file") != std::string::npos);
}

}  // namespace lockstep
