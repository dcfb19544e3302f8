// SPDX-License-Identifier: Apache-2.0
#include "engine/health_rules.hpp"

#include "engine/blank.hpp"

namespace lockstep {
namespace {

bool inherits(const Json& value) {
    return blank(value) || value == 0;
}

}  // namespace

Json merged_health(const Json& own, const Json& image) {
    if (!own.is_object()) return image;
    Json merged = own;
    if (!image.is_object()) return merged;
    for (const auto& [name, value] : image.items()) {
        if (inherits(member(merged, name))) merged[name] = value;
    }
    return merged;
}

Json own_health(const Json& container, const Json& image) {
    if (!container.is_object()) return nullptr;
    Json own = Json::object();
    for (const auto& [name, value] : container.items()) {
        if (!inherits(value) && value != member(image, name)) own[name] = value;
    }
    return own.empty() ? Json() : own;
}

}  // namespace lockstep
