// SPDX-License-Identifier: Apache-2.0
#include "engine/network_difference.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/endpoint_rules.hpp"
#include "engine/network_mode.hpp"

#include <set>
#include <string>

namespace lockstep {
namespace {

/// Without those that the engine derives, which differ between the two.
std::set<std::string> aliases_of(const Json& inspect, const Json& endpoint) {
    std::set<std::string> aliases;
    for (const Json& alias : own_aliases(member(endpoint, "Aliases"), inspect, true)) {
        if (alias.is_string()) aliases.insert(alias.get<std::string>());
    }
    return aliases;
}

std::string listed(const std::set<std::string>& words) {
    return escaped(join({words.begin(), words.end()}, ", "));
}

void compare_endpoint(const std::string& network, const Json& old, const Json& fresh, std::vector<Difference>& found) {
    const Json& before = at(old, "/NetworkSettings/Networks").at(network);
    const Json& after = at(fresh, "/NetworkSettings/Networks").at(network);
    for (const char* name : {"IPAMConfig", "DriverOpts", "GwPriority"}) {
        const Json& have = member(after, name);
        const Json& want = member(before, name);
        const bool nothing = (blank(have) || have == 0) && (blank(want) || want == 0);
        if (nothing || have == want) continue;
        found.push_back(
            format("network {}: {} {}, expected {}", escaped(network), name, escaped(dump(have)), escaped(dump(want))));
    }
    const auto have = aliases_of(fresh, after);
    const auto want = aliases_of(old, before);
    if (have == want) return;
    found.push_back(format("network {}: aliases [{}], expected [{}]", escaped(network), listed(have), listed(want)));
}

}  // namespace

void compare_networks(const Json& old, const Json& fresh, std::vector<Difference>& found) {
    const std::string mode = string_at(old, "/HostConfig/NetworkMode");
    if (!has_endpoints(mode)) return;
    const Json& before = at(old, "/NetworkSettings/Networks");
    const Json& after = at(fresh, "/NetworkSettings/Networks");
    if (!before.is_object() || !after.is_object()) return;
    for (const auto& [network, ignored] : before.items()) {
        if (after.contains(network)) {
            compare_endpoint(network, old, fresh, found);
        } else {
            found.push_back(format("network {}: not attached", escaped(network)));
        }
    }
    for (const auto& [network, ignored] : after.items()) {
        if (!before.contains(network)) {
            found.push_back(format("network {}: attached, though the old one is not", escaped(network)));
        }
    }
}

}  // namespace lockstep
