// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/image/reference.hpp"

#include <string>

namespace lockstep {

/// Who we are to a registry, and how a person finds out where that comes from.
struct Credentials {
    std::string username = {};
    Secret password = {};
    Secret identity_token = {};  ///< OAuth2 refresh token instead of a password
    std::string source = {};     ///< for messages: "as user 'x' (FILE, entry KEY)" or why there are none

    bool anonymous() const { return password.empty() && identity_token.empty(); }
    /// Differs whenever user or secret differ; not secret itself.
    std::string identity() const;
    /// "Basic …" of user name and password.
    Secret basic() const;
};

/// Credentials in a Docker `config.json`, member `auths`: exact host, legacy URLs (https://host/v1/), the aliases of
/// Docker Hub, and the longest matching path prefix (containers-auth.json(5)).
/// Credential helpers (`credHelpers`, `credsStore`) are not run: such a host is asked anonymously, and `source` says
/// so.
class CredentialFile {
  public:
    /// Empty: $DOCKER_CONFIG/config.json, then ~/.docker/config.json.
    explicit CredentialFile(std::string path);

    /// Read anew each time: the file is small and passwords rotate. A missing file means anonymous. Malformed
    /// `credentials-invalid`, naming file and entry but never their content.
    Result<Credentials> find(const Repository& repository) const;

  private:
    std::string path_;
    bool configured_;
};

}  // namespace lockstep
