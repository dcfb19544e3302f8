// SPDX-License-Identifier: Apache-2.0
#include "engine/blank.hpp"

#include <filesystem>

namespace lockstep {

bool blank(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().empty();
    return value.is_null() || (value.is_structured() && value.empty());
}

bool alike(const Json& left, const Json& right) {
    return left == right || (blank(left) && blank(right));
}

const Json& member(const Json& object, std::string_view name) {
    static const Json kNull;
    if (!object.is_object()) return kNull;
    const auto found = object.find(std::string(name));
    return found == object.end() ? kNull : *found;
}

std::string cleaned_path(std::string_view path) {
    std::string clean = std::filesystem::path(path).lexically_normal().string();
    while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
    return clean;
}

}  // namespace lockstep
