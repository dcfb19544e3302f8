// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/image/platform.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// One stage of the way to an image, as a person who looks for a fault walks it.
struct WalkStep {
    /// mirrors (of Docker Hub), name, connection, tls, challenge, login, token, tags, manifest, platform
    std::string stage;
    std::string found = {};             ///< what was seen
    std::optional<Error> trouble = {};  ///< set: it breaks here
};

/// Walks from the name of a repository to the image for a platform and ends at the first stage that breaks; asks
/// everything anew and keeps nothing. `tag` empty: any tag of the list. One thread; blocks.
std::vector<WalkStep> walk_registry(HttpClient& http, const OciRegistryOptions& options, const Repository& repository,
                                    const std::string& tag, const Platform& platform, const std::stop_token& stop);

}  // namespace lockstep
