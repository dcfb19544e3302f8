// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// Reads HostConfig.NetworkMode and its likes ("container:<id>" also stands in PidMode and IpcMode).
bool joins_container(std::string_view mode);

/// The container behind "container:<id or name>", or "".
std::string joined_container(std::string_view mode);

/// Host and none have no endpoints to configure.
bool has_endpoints(std::string_view network_mode);

/// The name under which the network of `network_mode` stands in `networks` (NetworkSettings.Networks); the mode may be
/// a name, an id or "default". Empty when the container is not attached to it.
std::string main_network(std::string_view network_mode, const Json& networks);

}  // namespace lockstep
