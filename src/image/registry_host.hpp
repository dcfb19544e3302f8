// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// What is wrong with `host[:port]` (DNS name, IPv4, or IPv6 in brackets without zone; port 1–65535), or "".
std::string trouble_with_registry_host(std::string_view host_and_port);

}  // namespace lockstep
