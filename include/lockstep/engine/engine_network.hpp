// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// What an engine was told about the way to registries (daemon.json, its environment), as its /info shows it.
struct EngineNetwork {
    /// Hosts and networks in CIDR notation whose certificate it does not check. Loopback, which every engine names, is
    /// left out.
    std::vector<std::string> insecure = {};
    std::vector<std::string> mirrors = {};  ///< base URLs, asked before Docker Hub
    /// As environment variables have them; a login in them is masked by the engine and left out here.
    std::string http_proxy = {};
    std::string https_proxy = {};
    std::string no_proxy = {};
};

/// Asks the engine behind a Unix socket; one request, at most 5 s. Errors as those of the Engine port.
Result<EngineNetwork> engine_network(const std::string& socket_path, const std::stop_token& stop = {});

/// The same from the text of /info. Malformed `not-an-engine` when that is no JSON object. Pure.
Result<EngineNetwork> engine_network_in(std::string_view info);

}  // namespace lockstep
