// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// The 4 or 16 bytes of an IP address literal without brackets; an IPv4 address mapped into IPv6 is IPv4.
std::optional<std::string> ip_address(std::string_view literal);

/// Do two addresses of the same length share their first `bits` bits?
bool same_network(std::string_view one, std::string_view other, std::size_t bits);

/// Is the address literal `host` (without brackets) part of `network`, a literal or CIDR?
bool in_network(std::string_view network, std::string_view host);

/// Host of "scheme://host[:port]/…" or "host[:port]", lower case, without port and brackets.
std::string host_of(std::string_view url_or_host);

/// host[:port] of a URL as it is written there, lower case.
std::string authority_of(std::string_view url);

/// localhost, 127.0.0.0/8, ::1
bool is_loopback(std::string_view host);

/// An address literal that only means something near us: loopback, private (RFC 1918, fc00::/7), link-local with the
/// metadata services of clouds, unspecified. Names are not looked up.
bool is_inner_address(std::string_view host);

}  // namespace lockstep
