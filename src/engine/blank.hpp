// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// Null, absent (which `at` gives as null), "", [] and {}: what engines write for "nothing here".
bool blank(const Json& value);

/// Equal, where every way to say nothing is the same.
bool alike(const Json& left, const Json& right);

/// The member, or null when `object` has none or is no object.
const Json& member(const Json& object, std::string_view name);

/// A path without duplicate and trailing slashes and without dots ("/srv//x/" is "/srv/x"); "" stays "".
std::string cleaned_path(std::string_view path);

}  // namespace lockstep
