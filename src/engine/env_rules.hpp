// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

/// What an engine makes of a person's variables on an image: the person's entries first, then those of the image whose
/// key is not used yet, in the image's order (moby, daemon/commit.go `merge`).
Json merged_env(const Json& own, const Json& image);

/// The person's part of a container's variables: the shortest prefix that an engine turns into the container's list on
/// this image. So entries that repeat the image's value stay the person's. A list that no prefix explains (another
/// engine, edited by hand) loses exactly the entries that the image has. Array, possibly empty.
Json own_env(const Json& container, const Json& image);

}  // namespace lockstep
