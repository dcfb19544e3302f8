// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <cstddef>
#include <string>

namespace lockstep {

/// The most of a node's configuration file that is read.
inline constexpr std::size_t kMostNodeFile = std::size_t{256} * 1024;

/// The address at which the server of a vantage6 node tells its version, as the node's own configuration file says it:
/// `server_url`, `:port` if there is one, `api_path`, put together as the node does, and /version. Releases 2 and 3
/// keep these keys below `application:`, or below `environments:` and the name given as `environment`; release 4 at the
/// top. Nothing else of the file is looked at or ever repeated: it holds the node's secret. `place` names it in
/// messages. Malformed `node-config-invalid` when it is no YAML, has no server_url, or the result is no HTTP address.
Result<std::string> version_address_in(const std::string& yaml, const std::string& place,
                                       const std::string& environment = "application");

}  // namespace lockstep
