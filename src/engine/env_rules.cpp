// SPDX-License-Identifier: Apache-2.0
#include "engine/env_rules.hpp"

#include "engine/blank.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace lockstep {
namespace {

std::string key_of(const Json& entry) {
    if (!entry.is_string()) return {};
    const auto& text = entry.get_ref<const std::string&>();
    return text.substr(0, text.find('='));
}

Json as_list(const Json& value) {
    return value.is_array() ? value : Json::array();
}

}  // namespace

Json merged_env(const Json& own, const Json& image) {
    if (blank(own)) return as_list(image);
    Json merged = as_list(own);
    std::set<std::string> used;
    for (const Json& entry : merged) used.insert(key_of(entry));
    for (const Json& entry : as_list(image)) {
        if (used.insert(key_of(entry)).second) merged.push_back(entry);
    }
    return merged;
}

Json own_env(const Json& container, const Json& image) {
    const Json entries = as_list(container);
    Json prefix = Json::array();
    for (const Json& next : entries) {
        if (merged_env(prefix, image) == entries) return prefix;
        prefix.push_back(next);
    }
    if (merged_env(prefix, image) == entries) return prefix;
    const Json inherited = as_list(image);
    Json rest = Json::array();
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(rest), [&](const Json& entry) {
        return std::find(inherited.begin(), inherited.end(), entry) == inherited.end();
    });
    return rest;
}

}  // namespace lockstep
