// SPDX-License-Identifier: Apache-2.0
#include "registry/realm.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include "registry/link.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace lockstep {
namespace {

Error refused(const std::string& registry_url, const std::string& realm, std::string_view why,
              std::string_view remedy) {
    return {.kind = ErrorKind::Refused,
            .code = "realm-refused",
            .message =
                format("{} wants tokens asked at '{}': {}", escaped(authority_of(registry_url)), escaped(realm), why),
            .remedy = std::string(remedy)};
}

bool is_same(const std::string& configured, const std::string& url) {
    return configured == host_of(url) || configured == authority_of(url);
}

}  // namespace

bool RealmRules::is_pair(const std::string& registry_url, const std::string& realm) const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kKnown{{
        {"registry-1.docker.io", "auth.docker.io"},
        {"registry.gitlab.com", "gitlab.com"},
    }};
    const auto means_both = [&](const auto& pair) {
        return is_same(std::string(pair.first), registry_url) && is_same(std::string(pair.second), realm);
    };
    return std::any_of(kKnown.begin(), kKnown.end(), means_both) ||
           std::any_of(pairs_.begin(), pairs_.end(), means_both);
}

Result<void> RealmRules::check(const std::string& registry_url, const std::string& realm, bool with_credentials) const {
    constexpr std::string_view kHarborRemedy =
        "behind a TLS proxy, Harbor needs external_url with https, and the proxy must send X-Forwarded-Proto";
    if (origin_of(realm).empty())
        return refused(registry_url, realm, "that is not an http or https URL", "correct the registry's auth realm");
    const std::string registry_host = host_of(registry_url);
    const std::string realm_host = host_of(realm);
    const bool same_host = registry_host == realm_host;
    const bool plain = origin_of(realm).starts_with("http://");
    if (plain && origin_of(registry_url).starts_with("https://"))
        return refused(registry_url, realm, "a registry with TLS must not lead to plain HTTP", kHarborRemedy);
    const bool both_loopback = is_loopback(registry_host) && is_loopback(realm_host);
    if (plain && !same_host && !both_loopback)
        return refused(registry_url, realm, "plain HTTP to another host is not safe", kHarborRemedy);
    if (is_inner_address(realm_host) && !same_host && !is_inner_address(registry_host))
        return refused(registry_url, realm, "a registry must not lead to an inner address",
                       "correct the registry's auth realm, or ask who runs that registry");
    if (with_credentials && !same_host && !both_loopback && !is_pair(registry_url, realm))
        return refused(
            registry_url, realm, format("the credentials are for {}, not for {}", registry_host, realm_host),
            format("if both belong together, allow it: registry.auth_hosts: {{{}: {}}}", registry_host, realm_host));
    return {};
}

}  // namespace lockstep
