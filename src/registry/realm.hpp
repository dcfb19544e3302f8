// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <string>

namespace lockstep {

/// May a token be asked at `realm` (absolute URL) because the registry at `registry_url` said so? The registry chooses
/// this place, so it must not lead to weaker transport, to inner addresses, or, with credentials, to a foreign host:
/// Refused `realm-refused` names both. Known pairs: Docker Hub and auth.docker.io, registry.gitlab.com and gitlab.com.
Result<void> check_realm(const std::string& registry_url, const std::string& realm, bool with_credentials);

}  // namespace lockstep
