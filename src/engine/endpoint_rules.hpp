// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/recreate.hpp"

#include "engine/replaced.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// How a container gets its networks: what create takes at once, and what is connected before the start.
struct Endpoints {
    Json at_create;  ///< NetworkingConfig, or null when nothing may be sent
    std::vector<Connection> later;
};

/// The endpoints a person asked for, without what the engine chose itself (addresses, ids, generated aliases and MAC
/// addresses). From API 1.44 all go with create; before, create takes exactly one: that of the container's network
/// mode, or, where the container has left that network, another.
Endpoints own_endpoints(const Json& inspect, const EngineFacts& facts, const Replaced& replaced);

/// The aliases that a person gave: without those that the engine adds from the container's id and hostname.
Json own_aliases(const Json& aliases, const Json& inspect, bool engine_adds_hostname);

/// True for the MAC address that engines before 28 derive from the endpoint's IPv4 address (02:42 and its four bytes).
bool mac_is_derived(std::string_view mac, std::string_view ipv4);

/// Adds interface sysctls (see take_interface_sysctls) to the endpoint that create attaches first.
void add_interface_sysctls(Json& endpoint, const std::string& sysctls);

}  // namespace lockstep
