// SPDX-License-Identifier: Apache-2.0
#include "engine/endpoint_rules.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/network_mode.hpp"

#include <charconv>

namespace lockstep {
namespace {

/// What the engine writes into an endpoint; the rest is configuration.
constexpr const char* kRuntimeMembers[] = {"NetworkID",         "EndpointID",  "Gateway",    "IPAddress",
                                           "IPPrefixLen",       "IPv6Gateway", "MacAddress", "GlobalIPv6PrefixLen",
                                           "GlobalIPv6Address", "DNSNames"};
constexpr int kFirstWithRandomMacs = 28;

int major_of(std::string_view version) {
    int major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major;
}

Json without_blanks(const Json& object) {
    Json kept = Json::object();
    for (const auto& [name, value] : object.items()) {
        if (!blank(value)) kept[name] = value;
    }
    return kept;
}

void unpark_links(Json& endpoint, const Replaced& replaced) {
    if (!member(endpoint, "Links").is_array()) return;
    for (Json& link : endpoint["Links"]) {
        if (link.is_string()) link = unparked_link(link.get_ref<const std::string&>(), replaced);
    }
}

/// The MAC address that a person asked for, or "". The container-wide one is that of the main network; another
/// endpoint's request is not shown, so it counts as one unless it is clearly generated.
std::string own_mac(const std::string& network, const std::string& main, const Json& inspect,
                    const EngineFacts& facts) {
    if (!facts.api_at_least("1.44")) return {};
    if (network == main) return string_at(inspect, "/Config/MacAddress");
    const Json& endpoint = at(inspect, "/NetworkSettings/Networks").at(network);
    const std::string mac = string_at(endpoint, "/MacAddress");
    const std::string address = string_at(endpoint, "/IPAddress");
    const bool generated = major_of(facts.version) >= kFirstWithRandomMacs || address.empty();
    return generated || mac_is_derived(mac, address) ? std::string() : mac;
}

Json own_endpoint(const Json& shown, const Json& inspect, const EngineFacts& facts, const Replaced& replaced) {
    Json own = shown.is_object() ? shown : Json::object();
    for (const char* name : kRuntimeMembers) own.erase(name);
    const bool adds_hostname = !facts.api_at_least("1.45") && facts.product != "podman";
    own["Aliases"] = own_aliases(member(shown, "Aliases"), inspect, adds_hostname);
    unpark_links(own, replaced);
    if (!facts.api_at_least("1.48")) own.erase("GwPriority");
    return without_blanks(own);
}

Json all_endpoints(const Json& inspect, const std::string& main, const EngineFacts& facts, const Replaced& replaced) {
    Json endpoints = Json::object();
    for (const auto& [name, shown] : at(inspect, "/NetworkSettings/Networks").items()) {
        endpoints[name] = own_endpoint(shown, inspect, facts, replaced);
        if (const std::string mac = own_mac(name, main, inspect, facts); !mac.empty()) {
            endpoints[name]["MacAddress"] = mac;
        }
    }
    return endpoints;
}

Endpoints one_at_create(const Json& endpoints, const std::string& first) {
    Endpoints apart;
    apart.at_create["EndpointsConfig"][first] = endpoints.at(first);
    for (const auto& [name, endpoint] : endpoints.items()) {
        if (name != first) apart.later.push_back({name, {dump(endpoint)}});
    }
    return apart;
}

}  // namespace

Json own_aliases(const Json& aliases, const Json& inspect, bool engine_adds_hostname) {
    const auto id = std::string(brief(string_at(inspect, "/Id")));
    const std::string hostname = string_at(inspect, "/Config/Hostname");
    Json own = Json::array();
    if (!aliases.is_array()) return own;
    for (const Json& alias : aliases) {
        if (alias != id && !(engine_adds_hostname && alias == hostname)) own.push_back(alias);
    }
    return own;
}

bool mac_is_derived(std::string_view mac, std::string_view ipv4) {
    std::string derived = "02:42";
    for (const std::string_view part : split(ipv4, '.')) {
        unsigned octet = 256;
        std::from_chars(part.data(), part.data() + part.size(), octet);
        if (octet > 255) return false;
        derived += format(":{:02x}", octet);
    }
    return lower(mac) == derived;
}

void add_interface_sysctls(Json& endpoint, const std::string& sysctls) {
    constexpr const char* kOption = "com.docker.network.endpoint.sysctls";
    const std::string before = string_at(member(endpoint, "DriverOpts"), std::string("/") + kOption);
    endpoint["DriverOpts"][kOption] = before.empty() ? sysctls : before + "," + sysctls;
}

Endpoints own_endpoints(const Json& inspect, const EngineFacts& facts, const Replaced& replaced) {
    const std::string mode = string_at(inspect, "/HostConfig/NetworkMode");
    const Json& networks = at(inspect, "/NetworkSettings/Networks");
    const bool disabled = at(inspect, "/Config/NetworkDisabled") == true;
    if (!has_endpoints(mode) || disabled || blank(networks) || !networks.is_object()) return {};
    const std::string main = main_network(mode, networks);
    const Json endpoints = all_endpoints(inspect, main, facts, replaced);
    const bool takes_all = facts.api_at_least("1.44") || facts.product == "podman";
    if (!takes_all) return one_at_create(endpoints, main.empty() ? endpoints.begin().key() : main);
    Endpoints together;
    together.at_create["EndpointsConfig"] = endpoints;
    return together;
}

}  // namespace lockstep
