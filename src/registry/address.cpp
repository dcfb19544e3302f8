// SPDX-License-Identifier: Apache-2.0
#include "registry/address.hpp"

#include "lockstep/core/text.hpp"

#include <arpa/inet.h>

#include <cstdint>
#include <optional>

namespace lockstep {
namespace {

/// IPv4 in host byte order.
std::optional<std::uint32_t> ipv4(std::string_view host) {
    in_addr address{};
    if (::inet_pton(AF_INET, std::string(host).c_str(), &address) != 1) return std::nullopt;
    return ntohl(address.s_addr);
}

std::optional<in6_addr> ipv6(std::string_view host) {
    in6_addr address{};
    if (::inet_pton(AF_INET6, std::string(host).c_str(), &address) != 1) return std::nullopt;
    return address;
}

bool is_inner(std::uint32_t address) {
    const auto within = [&](std::uint32_t network, unsigned int bits) {
        return (address >> (32 - bits)) == (network >> (32 - bits));
    };
    return within(0x7F000000, 8) || within(0x0A000000, 8) || within(0xAC100000, 12) || within(0xC0A80000, 16) ||
           within(0xA9FE0000, 16) || within(0x64400000, 10) || within(0x00000000, 8);
}

bool is_inner(const in6_addr& address) {
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        const auto* bytes = address.s6_addr + 12;
        return is_inner(static_cast<std::uint32_t>(bytes[0] << 24U | bytes[1] << 16U | bytes[2] << 8U | bytes[3]));
    }
    const bool unique_local = (address.s6_addr[0] & 0xFEU) == 0xFCU;
    return IN6_IS_ADDR_LOOPBACK(&address) || IN6_IS_ADDR_LINKLOCAL(&address) || IN6_IS_ADDR_UNSPECIFIED(&address) ||
           unique_local;
}

/// libcurl and the system's resolver also read "127.1", "0x7f000001" and "2130706433" as IPv4.
bool is_odd_ipv4(std::string_view host) {
    in_addr address{};
    return !host.empty() && host.back() >= '0' && host.back() <= '9' &&
           ::inet_aton(std::string(host).c_str(), &address) == 1;
}

}  // namespace

std::string host_of(std::string_view url_or_host) {
    if (const std::size_t scheme = url_or_host.find("://"); scheme != std::string_view::npos)
        url_or_host.remove_prefix(scheme + 3);
    url_or_host = url_or_host.substr(0, url_or_host.find_first_of("/?#"));
    if (url_or_host.starts_with('['))
        return lower(url_or_host.substr(1, std::min(url_or_host.find(']'), url_or_host.size()) - 1));
    return lower(url_or_host.substr(0, url_or_host.find(':')));
}

bool is_loopback(std::string_view host) {
    if (host == "localhost") return true;
    if (const auto address = ipv4(host)) return (*address >> 24U) == 127;
    const auto address = ipv6(host);
    return address && IN6_IS_ADDR_LOOPBACK(&*address);
}

bool is_inner_address(std::string_view host) {
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    if (const auto address = ipv4(host)) return is_inner(*address);
    if (const auto address = ipv6(host)) return is_inner(*address);
    return is_odd_ipv4(host);
}

}  // namespace lockstep
