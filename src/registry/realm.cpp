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
            .message = format("{} wants tokens asked at '{}': {}", escaped(host_of(registry_url)), escaped(realm), why),
            .remedy = std::string(remedy)};
}

bool is_known_pair(std::string_view registry, std::string_view realm) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kPairs{{
        {"registry-1.docker.io", "auth.docker.io"},
        {"registry.gitlab.com", "gitlab.com"},
    }};
    return std::find(kPairs.begin(), kPairs.end(), std::pair(registry, realm)) != kPairs.end();
}

}  // namespace

Result<void> check_realm(const std::string& registry_url, const std::string& realm, bool with_credentials) {
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
    if (with_credentials && !same_host && !both_loopback && !is_known_pair(registry_host, realm_host))
        return refused(registry_url, realm, format("the credentials are for {}, not for {}", registry_host, realm_host),
                       "if both belong together, ask for this pair to be allowed");
    return {};
}

}  // namespace lockstep
