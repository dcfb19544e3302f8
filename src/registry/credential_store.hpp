// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/image/reference.hpp"

#include "registry/credential_program.hpp"
#include "registry/credentials.hpp"
#include "registry/docker_config.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// One place where logins may lie: a file, or JSON text that came in an environment variable.
struct CredentialPlace {
    std::string name;         ///< path, or "$VARIABLE"
    Secret text = {};         ///< content of a variable; empty: `name` is a path
    bool configured = false;  ///< a person named it: not being able to read it is an error
    bool legacy = false;      ///< in the form of ~/.dockercfg
};

/// All places in their order: the configured file, $DOCKER_AUTH_CONFIG, Docker's config.json, podman's auth.json
/// ($REGISTRY_AUTH_FILE, runtime directory, configuration directory), ~/.dockercfg. Read it before other threads
/// start.
std::vector<CredentialPlace> credential_places(const std::string& configured);

/// Finds logins. Files are read anew each time, for they are small and passwords rotate; answers of helpers are kept
/// for five minutes. Safe to use from several threads.
class CredentialStore {
  public:
    CredentialStore(std::vector<CredentialPlace> places, const Clock& clock, HelperRules rules = {})
        : places_(std::move(places)), clock_(clock), rules_(std::move(rules)) {}

    /// The first place that has a login for the repository; in each, a helper comes before what the file holds itself.
    /// Without any, anonymous credentials whose `source` names all places. Malformed `credentials-invalid`.
    Result<Credentials> find(const Repository& repository, const std::stop_token& stop = {});

    /// The login was refused: helpers are asked again next time.
    void forget(const Repository& repository);

  private:
    struct Kept {
        Credentials login;
        Ticks until;
    };

    Result<std::optional<Credentials>> find_in(const DockerConfig& file, const Repository& repository, std::string& why,
                                               const std::stop_token& stop);
    Result<std::optional<Credentials>> from_helper(const std::string& name, const Repository& repository,
                                                   const std::stop_token& stop);

    const std::vector<CredentialPlace> places_;
    const Clock& clock_;
    const HelperRules rules_;
    std::mutex mutex_;
    std::map<std::string, Kept> kept_;  ///< by helper and host
};

}  // namespace lockstep
