// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/id.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/inventory/workload.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// Which servers the vantage6 nodes here belong to, by their own configuration. Asked of the engine once per start of a
/// container, because a node reads its configuration only then; a failure is asked again.
class NodeServers {
  public:
    NodeServers(Engine& engine, const ServerSettings& defaults) : engine_(engine), defaults_(defaults) {}

    /// Gives each workload that has no configured server, and whose target allows it, the one its node names; where
    /// that fails, `server_fault` says why. Workloads that are gone are forgotten.
    void complete(std::vector<Workload>& workloads);

  private:
    using Start = std::pair<ContainerId, std::string>;

    Result<std::string> address_of(const Container& container, const std::string& path, const std::string& environment);

    Engine& engine_;
    const ServerSettings& defaults_;  ///< for everything but the address
    std::map<Start, std::string> known_;
};

}  // namespace lockstep
