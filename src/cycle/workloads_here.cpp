// SPDX-License-Identifier: Apache-2.0
#include "lockstep/cycle/workloads_here.hpp"

#include "gather.hpp"
#include "node_servers.hpp"

namespace lockstep {

Result<std::vector<Workload>> workloads_here(Engine& engine, const Settings& settings, std::string_view own_id) {
    auto gathered = gather(engine, settings.targets, own_id);
    if (!gathered) return std::move(gathered).error();
    NodeServers(engine, settings.server).complete(gathered->workloads);
    return std::move(gathered->workloads);
}

}  // namespace lockstep
