// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/engine_network.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/net/address.hpp"
#include "lockstep/net/http.hpp"

#include "engine/engine_error.hpp"
#include "engine/inspect_json.hpp"

namespace lockstep {
namespace {

constexpr std::chrono::seconds kLimit{5};

std::vector<std::string> strings_in(const Json& list) {
    std::vector<std::string> found;
    if (!list.is_array()) return found;
    for (const Json& item : list) {
        if (item.is_string()) found.push_back(item.get<std::string>());
    }
    return found;
}

/// Engines show "xxxxx:xxxxx@" in place of a login.
std::string without_login(const std::string& proxy) {
    const std::size_t scheme = proxy.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    const std::size_t at = proxy.rfind('@');
    return at == std::string::npos || at < begin ? proxy : proxy.substr(0, begin) + proxy.substr(at + 1);
}

bool is_of_loopback(const std::string& network) {
    return is_loopback(network.substr(0, network.find('/')));
}

std::vector<std::string> insecure_in(const Json& registries) {
    std::vector<std::string> found;
    for (std::string& network : strings_in(at(registries, "/InsecureRegistryCIDRs"))) {
        if (!is_of_loopback(network)) found.push_back(std::move(network));
    }
    const Json& hosts = at(registries, "/IndexConfigs");
    if (!hosts.is_object()) return found;
    for (const auto& [host, rules] : hosts.items()) {
        if (at(rules, "/Secure") == false) found.push_back(host);
    }
    return found;
}

}  // namespace

Result<EngineNetwork> engine_network_in(std::string_view info) {
    const auto host = parse_json(info, "the engine's host", kEngineJson);
    if (!host || !host->is_object())
        return Error{.kind = ErrorKind::Malformed,
                     .code = "not-an-engine",
                     .message = "the engine's answer about its host is no JSON object",
                     .remedy = "configure the socket of a Docker engine"};
    const Json& registries = at(*host, "/RegistryConfig");
    return EngineNetwork{.insecure = insecure_in(registries),
                         .mirrors = strings_in(at(registries, "/Mirrors")),
                         .http_proxy = without_login(string_at(*host, "/HttpProxy")),
                         .https_proxy = without_login(string_at(*host, "/HttpsProxy")),
                         .no_proxy = string_at(*host, "/NoProxy")};
}

Result<EngineNetwork> engine_network(const std::string& socket_path, const std::stop_token& stop) {
    constexpr std::string_view kAsking = "asking the engine how it reaches registries";
    HttpClient http({.unix_socket = socket_path});
    auto answer = http.send({.url = "http://localhost/info",
                             .limits = {.connect = kLimit, .total = kLimit, .body_bytes = kEngineJson.bytes}},
                            stop);
    if (!answer) return engine_unreachable(std::move(answer).error(), kAsking);
    if (answer->status != 200) return engine_refused(*answer, kAsking);
    return engine_network_in(answer->body);
}

}  // namespace lockstep
