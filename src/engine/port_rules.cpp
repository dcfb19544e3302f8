// SPDX-License-Identifier: Apache-2.0
#include "engine/port_rules.hpp"

#include "engine/blank.hpp"

namespace lockstep {

Json own_ports(const Json& container, const Json& image, const Json& bindings) {
    Json own = Json::object();
    if (!container.is_object()) return own;
    for (const auto& [port, detail] : container.items()) {
        const bool inherited = image.is_object() && image.contains(port);
        const bool published = bindings.is_object() && bindings.contains(port);
        if (!inherited || published) own[port] = detail;
    }
    return own;
}

Json without_empty_bindings(const Json& bindings) {
    if (!bindings.is_object()) return bindings;
    Json kept = Json::object();
    for (const auto& [port, hosts] : bindings.items()) {
        if (!blank(hosts)) kept[port] = hosts;
    }
    return kept;
}

}  // namespace lockstep
