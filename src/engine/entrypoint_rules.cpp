// SPDX-License-Identifier: Apache-2.0
#include "engine/entrypoint_rules.hpp"

#include "engine/blank.hpp"

namespace lockstep {
namespace {

const Json& reset_marker() {
    static const Json kMarker = Json::array({""});
    return kMarker;
}

Json words(const Json& value) {
    if (!value.is_string()) return value;
    return blank(value) ? Json() : Json::array({value});
}

}  // namespace

Process process_of(const Json& config) {
    return {words(member(config, "Entrypoint")), words(member(config, "Cmd"))};
}

Process merged_process(const Process& own, const Process& image) {
    if (own.entrypoint == reset_marker()) return {nullptr, own.cmd};
    if (!blank(own.entrypoint)) return own;
    return {own.entrypoint.is_null() ? image.entrypoint : own.entrypoint, blank(own.cmd) ? image.cmd : own.cmd};
}

Process own_process(const Process& container, const Process& image) {
    const bool same_command = alike(container.cmd, image.cmd);
    if (container.entrypoint == image.entrypoint) {
        if (same_command) return {};
        if (!blank(container.cmd)) return {nullptr, container.cmd};
        // An explicit entrypoint is what keeps the image's command from coming back.
        return {blank(container.entrypoint) ? reset_marker() : container.entrypoint, nullptr};
    }
    if (container.entrypoint.is_null()) return {reset_marker(), container.cmd};
    if (container.entrypoint.empty()) return {container.entrypoint, same_command ? Json() : container.cmd};
    return container;
}

}  // namespace lockstep
