// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

/// What an engine makes of a person's health check on an image: empty and zero members are the image's.
Json merged_health(const Json& own, const Json& image);

/// The members that differ from the image's; null when nothing is left. `Test: ["NONE"]`, the switched-off check,
/// stays.
Json own_health(const Json& container, const Json& image);

}  // namespace lockstep
