// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/version/tag.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// The version in a server's answer, as written but for outer blanks. Without everything from `+` on it must be a
/// version with two or more numbers and without variant, prefix and architecture; `v9.20250722` is an API version.
/// Otherwise Malformed `server-version-invalid`.
Result<std::string> server_version(std::string_view text);

/// A version as servers and labels write it, without its `+` tail: what a tag can hold.
std::string_view without_build(std::string_view version);

/// True when a tag read from a server's version can stand for one.
bool is_server_version(const Tag& tag);

}  // namespace lockstep
