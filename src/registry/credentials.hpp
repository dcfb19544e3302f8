// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/secret.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// Who we are to a registry, and how a person finds out where that comes from.
struct Credentials {
    std::string username = {};
    Secret password = {};
    Secret identity_token = {};  ///< OAuth2 refresh token instead of a password
    Secret registry_token = {};  ///< a bearer token that is used as it is
    std::string source = {};     ///< for messages: "as user 'x' (FILE, entry KEY)" or why there are none

    bool anonymous() const { return password.empty() && identity_token.empty() && registry_token.empty(); }
    /// Differs whenever user or secret differ; not secret itself.
    std::string identity() const;
    /// What must not be repeated to anybody.
    std::vector<Secret> secrets() const { return {password, identity_token, registry_token}; }
    /// "Basic …" of user name and password.
    Secret basic() const;
};

}  // namespace lockstep
