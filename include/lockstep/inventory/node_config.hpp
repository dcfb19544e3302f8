// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/container.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// Where a vantage6 node keeps its own configuration, as its command line and labels tell.
struct NodeConfig {
    std::string path;  ///< absolute, inside the container
    std::string environment = "application";
};

/// From `vnode-local start -c /mnt/config/NAME.yaml [-e ENVIRONMENT]`, or else from the label `name`, for which the
/// node's command line mounts /mnt/config/NAME.yaml. Nothing when neither is there. Pure.
std::optional<NodeConfig> node_config_of(const Container& container);

}  // namespace lockstep
