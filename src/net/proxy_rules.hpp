// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/net/http.hpp"

#include "net/request_target.hpp"

#include <string_view>

namespace lockstep {

/// The proxy for this target; one with an empty URL when it is reached directly. Pure.
const Proxy& proxy_for(const RequestTarget& target, const ProxySettings& settings);

/// Does `exception` (one entry of ProxySettings::exceptions) mean this host and port? Pure.
bool is_excepted(std::string_view exception, std::string_view host, std::string_view port);

}  // namespace lockstep
