// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// Host of "scheme://host[:port]/…" or "host[:port]", lower case, without port and brackets.
std::string host_of(std::string_view url_or_host);

/// localhost, 127.0.0.0/8, ::1
bool is_loopback(std::string_view host);

/// An address literal that only means something near us: loopback, private (RFC 1918, fc00::/7), link-local with the
/// metadata services of clouds, unspecified. Names are not looked up.
bool is_inner_address(std::string_view host);

}  // namespace lockstep
