// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/doctor/examine.hpp"

#include <set>

namespace lockstep {
namespace {

Error no_server(const Workload& workload) {
    if (workload.server_fault) return *workload.server_fault;
    return {.kind = ErrorKind::Refused,
            .code = "server-not-configured",
            .message = "follows a server, but no server is configured",
            .remedy = "set server.url in the configuration, or LOCKSTEP_SERVER_URL"};
}

/// The servers that are followed; who follows without having one is told.
std::set<ServerEndpoint> servers_of(const std::vector<Workload>& workloads, Findings& findings) {
    std::set<ServerEndpoint> servers;
    for (const Workload& workload : workloads) {
        if (!follows_server(workload.target.policy.kind)) continue;
        const auto& server = workload.target.server;
        if (server) {
            servers.insert({server->url, product_of(server->product), server->pointer, server->timeout});
        } else {
            findings.bad("server", escaped(workload.container.name), no_server(workload));
        }
    }
    return servers;
}

}  // namespace

void examine_servers(ServerVersion& server, const std::vector<Workload>& workloads, const std::stop_token& stop,
                     Findings& findings) {
    for (const ServerEndpoint& endpoint : servers_of(workloads, findings)) {
        const std::string subject = escaped(endpoint.url, 400);
        if (const auto version = server.ask(endpoint, stop)) {
            findings.good("server", subject, "answers", format("says version {}", escaped(*version)));
        } else {
            findings.bad("server", subject, version.error());
        }
    }
}

}  // namespace lockstep
