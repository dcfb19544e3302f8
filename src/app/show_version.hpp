// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/version/tag.hpp"

namespace lockstep {

/// The parts of a tag by name; parts that it does not have are null.
Json json_of(const Tag& tag);

/// Refused `not-a-version`, naming what the tag is instead.
Error not_a_version(const Tag& tag);

}  // namespace lockstep
