// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

// Podman's Docker-compatible socket shows settings that nobody gave, and some in words of its own that it does not take
// back. These functions turn its documents into what Docker shows for the same container, so that one set of rules
// serves both. Source of the rules: podman 4.3, pkg/api/handlers/compat. Pure.

/// `image` is the description of the container's image; null when it is not known.
Json container_in_docker_words(Json container, const Json& image);

/// `own` is podman's own description of the image (/libpod/images/…/json), the only one that names its health check;
/// null when it is not known.
Json image_in_docker_words(Json image, const Json& own);

}  // namespace lockstep
