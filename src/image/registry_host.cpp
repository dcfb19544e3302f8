// SPDX-License-Identifier: Apache-2.0
#include "image/registry_host.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace lockstep {
namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_label(std::string_view label) {
    if (label.empty() || !is_alphanumeric(label.front()) || !is_alphanumeric(label.back())) return false;
    return std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_dns_name(std::string_view name) {
    const auto labels = split(name, '.');
    return std::all_of(labels.begin(), labels.end(), is_label);
}

/// Zones and mapped IPv4 are left out, as in distribution/reference.
bool is_ipv6(std::string_view address) {
    if (address.find_first_not_of("0123456789abcdefABCDEF:") != std::string_view::npos) return false;
    in6_addr binary{};
    return ::inet_pton(AF_INET6, std::string(address).c_str(), &binary) == 1;
}

bool is_port(std::string_view text) {
    if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
    const int port = std::stoi(std::string(text));
    return port >= 1 && port <= 65535;
}

}  // namespace

std::string trouble_with_registry_host(std::string_view host_and_port) {
    std::string_view host = host_and_port;
    std::string_view rest;
    if (host.starts_with('[')) {
        const std::size_t end = host.find(']');
        if (end == std::string_view::npos || !is_ipv6(host.substr(1, end - 1)))
            return format("'{}' is not an IPv6 address in brackets", escaped(host));
        rest = host.substr(end + 1);
    } else {
        const std::size_t colon = host.find(':');
        rest = colon == std::string_view::npos ? std::string_view() : host.substr(colon);
        host = host.substr(0, colon);
        if (rest.find(':', 1) != std::string_view::npos) return "an IPv6 address must stand in brackets";
        if (!is_dns_name(host)) return format("'{}' is not a host name", escaped(host));
    }
    if (rest.empty()) return {};
    if (rest.front() != ':' || !is_port(rest.substr(1))) return format("'{}' is not a port", escaped(rest));
    return {};
}

}  // namespace lockstep
