// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

/// The exposed ports that are not the image's, and those that are published: a published port that the new image does
/// not expose would otherwise not be published at all. Ports that are only in the bindings are not added.
Json own_ports(const Json& container, const Json& image, const Json& bindings);

/// Published ports without those that have an empty list, for engines that would fill it with a port of their choice
/// (from API 1.52).
Json without_empty_bindings(const Json& bindings);

}  // namespace lockstep
