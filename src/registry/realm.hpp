// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// May a token be asked at a realm because a registry said so? The registry chooses this place, so it must not lead to
/// weaker transport, to inner addresses, or, with credentials, to a foreign host. Pure.
class RealmRules {
  public:
    /// `pairs`: registry host and the other host (both with or without port) that its logins may be sent to, besides
    /// Docker Hub with auth.docker.io and registry.gitlab.com with gitlab.com.
    explicit RealmRules(std::vector<std::pair<std::string, std::string>> pairs) : pairs_(std::move(pairs)) {}

    /// `realm` is an absolute URL, `registry_url` the one that was challenged. Refused `realm-refused` names both.
    Result<void> check(const std::string& registry_url, const std::string& realm, bool with_credentials) const;

  private:
    bool is_pair(const std::string& registry_url, const std::string& realm) const;

    std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace lockstep
