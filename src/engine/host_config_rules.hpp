// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/container.hpp"

#include "engine/replaced.hpp"

namespace lockstep {

/// The HostConfig to create with. Everything stays as inspect shows it, unknown members too, except what the engine
/// writes in another form than it reads, what points at a replaced container, and anonymous volumes, which are carried
/// by name.
Json own_host_config(const Json& inspect, const EngineFacts& facts, const Replaced& replaced);

/// Takes the sysctls of the container's `eth0` out of `host_config`, in the form that endpoints want
/// ("net.ipv4.conf.IFNAME.forwarding=1,…"); "" when there are none. Engines refuse them at the top level from API 1.48.
std::string take_interface_sysctls(Json& host_config);

/// "/target:/self/alias", as inspect shows a link, as create wants it: "target:alias".
std::string link_for_create(std::string_view shown, const Replaced& replaced);

}  // namespace lockstep
