// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/image/reference.hpp"

#include "registry/credentials.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// One credential file as `docker login`, `podman login` and Kubernetes pull secrets write it.
class DockerConfig {
  public:
    /// `name` is how messages call it. `legacy`: ~/.dockercfg, whose members stand at the top. Malformed
    /// `credentials-invalid`, naming the file and the entry but never their content.
    static Result<DockerConfig> parse(std::string_view text, std::string name, bool legacy = false);

    /// Name of the credential helper that holds the login, by credHelpers, then credsStore; "" when none does.
    std::string helper(const Repository& repository) const;

    /// The best entry of `auths` that holds something; nothing when there is none (empty entries are only markers).
    Result<std::optional<Credentials>> entry(const Repository& repository) const;

    const std::string& name() const { return name_; }

  private:
    DockerConfig(Json auths, Json helpers, std::string store, std::string name);

    Json auths_;
    Json helpers_;
    std::string store_;
    std::string name_;
};

/// Our own credential file or helper is unusable: Malformed `credentials-invalid`.
Error credentials_invalid(const std::string& name, std::string_view why);

}  // namespace lockstep
