// SPDX-License-Identifier: Apache-2.0
#include "net/proxy_rules.hpp"

#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace lockstep {
namespace {

const Proxy kDirect{};

/// "[::1]" as "::1".
std::string_view without_brackets(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
    return host;
}

/// First variable of these that is set to something.
std::string variable(const char* name, const char* capital) {
    for (const char* each : {name, capital}) {
        // Read once at start, before other threads run.
        if (const char* value = std::getenv(each); value != nullptr && *value != '\0') return value;
    }
    return {};
}

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned int code = 0;
        const bool escape =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr == text.data() + i + 3;
        plain += escape ? static_cast<char>(code) : text[i];
        if (escape) i += 2;
    }
    return plain;
}

}  // namespace

Proxy Proxy::parse(std::string_view address) {
    address = trimmed(address);
    if (address.empty()) return {};
    std::string scheme = "http://";
    if (const std::size_t end = address.find("://"); end != std::string_view::npos) {
        scheme = lower(address.substr(0, end + 3));
        address.remove_prefix(end + 3);
    }
    Proxy proxy;
    if (const std::size_t at = address.substr(0, address.find('/')).rfind('@'); at != std::string_view::npos) {
        proxy.login = Secret(percent_decoded(address.substr(0, at)));
        address.remove_prefix(at + 1);
    }
    while (address.ends_with('/')) address.remove_suffix(1);
    proxy.url = scheme + std::string(address);
    return proxy;
}

ProxySettings proxies_of_environment() {
    ProxySettings settings{.http = Proxy::parse(variable("http_proxy", "HTTP_PROXY")),
                           .https = Proxy::parse(variable("https_proxy", "HTTPS_PROXY"))};
    const std::string exceptions = variable("no_proxy", "NO_PROXY");
    for (const std::string_view exception : split(exceptions, ',')) {
        if (!trimmed(exception).empty()) settings.exceptions.emplace_back(trimmed(exception));
    }
    return settings;
}

bool is_excepted(std::string_view exception, std::string_view host, std::string_view port) {
    const std::string wanted = lower(trimmed(exception));
    host = without_brackets(host);
    if (wanted == "*") return true;
    if (in_network(without_brackets(wanted), host)) return true;
    std::string_view name = wanted;
    // Only a host with a port or a bracketed IPv6 address with one is left to hold a colon here.
    if (const std::size_t colon = name.rfind(':'); colon != std::string_view::npos) {
        if (name.substr(colon + 1) != port) return false;
        name = without_brackets(name.substr(0, colon));
        if (in_network(name, host)) return true;
    }
    if (name.starts_with("*.")) name.remove_prefix(1);
    if (name.empty()) return false;
    if (name.starts_with('.')) return host.ends_with(name) && host.size() > name.size();
    return host == name || (host.ends_with(name) && host[host.size() - name.size() - 1] == '.');
}

const Proxy& proxy_for(const RequestTarget& target, const ProxySettings& settings) {
    if (target.loopback()) return kDirect;
    const bool direct =
        std::any_of(settings.exceptions.begin(), settings.exceptions.end(),
                    [&](const std::string& exception) { return is_excepted(exception, target.host, target.port); });
    if (direct) return kDirect;
    return target.scheme == "https" ? settings.https : settings.http;
}

}  // namespace lockstep
