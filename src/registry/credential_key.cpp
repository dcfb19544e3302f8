// SPDX-License-Identifier: Apache-2.0
#include "registry/credential_key.hpp"

#include "lockstep/core/text.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <string>

namespace lockstep {
namespace {

bool is_docker_hub(std::string_view host) {
    return host == "docker.io" || host == "index.docker.io" || host == "registry-1.docker.io";
}

/// Host and path of a key, without scheme and the API version that legacy keys carry.
struct KeyParts {
    std::string host;
    std::string path;
};

KeyParts parts_of(std::string_view key) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (lower(key.substr(0, scheme.size())) == scheme) key.remove_prefix(scheme.size());
    }
    while (key.ends_with('/')) key.remove_suffix(1);
    if (key.ends_with("/v1") || key.ends_with("/v2")) key.remove_suffix(3);
    const std::size_t slash = std::min(key.find('/'), key.size());
    KeyParts parts{.host = lower(key.substr(0, slash)), .path = {}};
    if (slash < key.size()) parts.path = key.substr(slash + 1);
    if (is_docker_hub(parts.host)) parts.host = "docker.io";
    return parts;
}

/// Every label of `pattern` means the label of `host` at the same place.
bool is_host_like(std::string_view pattern, std::string_view host) {
    const auto wanted = split(pattern, '.');
    const auto given = split(host, '.');
    return wanted.size() == given.size() &&
           std::equal(wanted.begin(), wanted.end(), given.begin(), [](std::string_view glob, std::string_view label) {
               return ::fnmatch(std::string(glob).c_str(), std::string(label).c_str(), 0) == 0;
           });
}

}  // namespace

std::size_t fitness(std::string_view key, const Repository& repository) {
    const KeyParts parts = parts_of(key);
    const std::string host = lower(repository.registry);
    const bool exact = parts.host == host;
    if (parts.host.empty() || (!exact && !is_host_like(parts.host, host))) return 0;
    const bool covers =
        parts.path.empty() || repository.path == parts.path || repository.path.starts_with(parts.path + "/");
    if (!covers) return 0;
    return 2 * parts.path.size() + (exact ? 2 : 1);
}

}  // namespace lockstep
