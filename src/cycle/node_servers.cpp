// SPDX-License-Identifier: Apache-2.0
#include "node_servers.hpp"

#include "lockstep/config/node_file.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/inventory/node_config.hpp"

namespace lockstep {
namespace {

Error no_file_named() {
    return {.kind = ErrorKind::NotFound,
            .code = "node-config-missing",
            .message = "neither its command (-c FILE) nor its label `name` tells where the node's own configuration is",
            .remedy = "set server.url (LOCKSTEP_SERVER_URL) in the configuration of lockstep"};
}

Error unreadable(Error error, const std::string& path) {
    error.message = format("the node's own configuration {} cannot be read: {}", escaped(path), error.message);
    error.remedy = "set server.url (LOCKSTEP_SERVER_URL) in the configuration of lockstep";
    return error;
}

bool asks_its_node(const Target& target) {
    return follows_server(target.policy.kind) && target.server_of_node && !target.server;
}

}  // namespace

Result<std::string> NodeServers::address_of(const Container& container, const std::string& path,
                                            const std::string& environment) {
    auto text = read_file(engine_, container.id, path, kMostNodeFile);
    if (!text) return unreadable(std::move(text).error(), path);
    return version_address_in(*text, path, environment);
}

void NodeServers::complete(std::vector<Workload>& workloads) {
    std::map<Start, std::string> kept;
    for (Workload& workload : workloads) {
        if (!asks_its_node(workload.target)) continue;
        const Container& container = workload.container;
        const auto config = node_config_of(container);
        if (!config) {
            workload.server_fault = no_file_named();
            continue;
        }
        const Start start{container.id, container.started_at};
        const auto known = known_.find(start);
        auto address = known != known_.end() ? Result<std::string>(known->second)
                                             : address_of(container, config->path, config->environment);
        if (!address) {
            workload.server_fault = std::move(address).error();
            continue;
        }
        workload.server_from = format("the node's own configuration {}", config->path);
        workload.target.server = defaults_;
        workload.target.server->url = *address;
        workload.target.server->product = "vantage6";
        kept.emplace(start, *std::move(address));
    }
    known_ = std::move(kept);
}

}  // namespace lockstep
