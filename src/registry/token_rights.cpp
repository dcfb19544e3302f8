// SPDX-License-Identifier: Apache-2.0
#include "registry/token_rights.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// The middle one of a JWT's three parts (RFC 7519).
std::optional<Json> claims_of(std::string_view token) {
    const auto parts = split(token, '.');
    if (parts.size() != 3) return std::nullopt;
    std::string text(parts[1]);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    const auto bytes = base64_decoded(text);
    if (!bytes) return std::nullopt;
    auto claims = parse_json(*bytes, "the token");
    return claims ? std::optional(*std::move(claims)) : std::nullopt;
}

}  // namespace

std::optional<bool> may_pull(std::string_view token, std::string_view path) {
    const auto claims = claims_of(token);
    if (!claims || !claims->is_object() || !claims->contains("access")) return std::nullopt;
    const Json& access = at(*claims, "/access");
    if (!access.is_array()) return false;
    return std::any_of(access.begin(), access.end(), [&](const Json& right) {
        const Json& actions = at(right, "/actions");
        return string_at(right, "/type") == "repository" && string_at(right, "/name") == path && actions.is_array() &&
               std::any_of(actions.begin(), actions.end(),
                           [](const Json& action) { return action == "pull" || action == "*"; });
    });
}

}  // namespace lockstep
