// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/address.hpp"

#include "lockstep/core/text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace lockstep {
namespace {

bool within(std::string_view address, std::string_view network, std::size_t bits) {
    const auto base = ip_address(network);
    return base && base->size() == address.size() && same_network(*base, address, bits);
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

std::string authority_of(std::string_view url) {
    if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    return lower(url.substr(0, url.find_first_of("/?#")));
}

std::optional<std::string> ip_address(std::string_view literal) {
    const std::string text(literal);
    std::string bytes(16, '\0');
    if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return bytes.substr(0, 4);
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
    return bytes.starts_with(kMapped) ? bytes.substr(12) : bytes;
}

bool same_network(std::string_view one, std::string_view other, std::size_t bits) {
    for (std::size_t i = 0; i * 8 < bits; ++i) {
        const std::size_t left = std::min<std::size_t>(bits - i * 8, 8);
        const auto differing = static_cast<unsigned char>(one[i] ^ other[i]);
        if ((differing >> (8 - left)) != 0) return false;
    }
    return true;
}

bool in_network(std::string_view network, std::string_view host) {
    const std::size_t slash = network.find('/');
    const auto base = ip_address(network.substr(0, slash));
    const auto address = ip_address(host);
    if (!base || !address || base->size() != address->size()) return false;
    std::size_t bits = base->size() * 8;
    if (slash != std::string_view::npos) {
        const std::string_view digits = network.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (error != std::errc() || end != digits.data() + digits.size() || bits > base->size() * 8) return false;
    }
    return same_network(*base, *address, bits);
}

bool is_loopback(std::string_view host) {
    if (host == "localhost") return true;
    const auto address = ip_address(host);
    return address && (within(*address, "127.0.0.0", 8) || within(*address, "::1", 128));
}

bool is_inner_address(std::string_view host) {
    struct Network {
        std::string_view base;
        std::size_t bits;
    };
    constexpr Network kInner[] = {{"0.0.0.0", 8},      {"10.0.0.0", 8},    {"100.64.0.0", 10},  {"127.0.0.0", 8},
                                  {"169.254.0.0", 16}, {"172.16.0.0", 12}, {"192.168.0.0", 16}, {"::", 128},
                                  {"::1", 128},        {"fc00::", 7},      {"fe80::", 10}};
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    const auto address = ip_address(host);
    if (!address) return is_odd_ipv4(host);
    return std::any_of(std::begin(kInner), std::end(kInner),
                       [&](const Network& network) { return within(*address, network.base, network.bits); });
}

}  // namespace lockstep
