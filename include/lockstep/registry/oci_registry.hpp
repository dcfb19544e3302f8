// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/net/http.hpp"
#include "lockstep/registry/registry.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lockstep {

struct OciRegistryOptions {
    /// Docker `config.json` with credentials; empty: $DOCKER_CONFIG/config.json, then ~/.docker/config.json; a missing
    /// file means anonymous.
    std::string docker_config = {};
    /// Hosts (host[:port]) that may be spoken to in plain HTTP; 127.0.0.0/8, ::1 and localhost always may.
    std::vector<std::string> insecure = {};
};

/// OCI distribution-spec client: tag lists with Link paging, HEAD and GET of manifests with the full Accept list and
/// own digest check, Basic and Bearer challenges. `http` must outlive it.
std::unique_ptr<Registry> make_oci_registry(HttpClient& http, OciRegistryOptions options);

}  // namespace lockstep
