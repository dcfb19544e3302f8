// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/net/http.hpp"

namespace lockstep {

/// How the program reaches registries and servers. `proxies`: what outgoing_proxies made of the settings.
HttpOptions http_options(const Settings& settings, ProxySettings proxies);

}  // namespace lockstep
