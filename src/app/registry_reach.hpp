// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include <stop_token>

namespace lockstep {

/// How registries are reached.
struct RegistryReach {
    HttpOptions http;
    OciRegistryOptions registry;
};

/// By the settings, and by what the engine was told: its insecure registries are added, its mirrors and proxies count
/// where there are no others. One question to the engine; without an answer the settings alone count.
RegistryReach registry_reach(const Settings& settings, const ProxySettings& proxies, const std::stop_token& stop);

}  // namespace lockstep
