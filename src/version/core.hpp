// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag.hpp"

#include "suffix.hpp"

#include <cstddef>
#include <string_view>

namespace lockstep {

// Each reads the core of a tag (what follows prefix and v) from `at` to the end of `body`, which is the tag's text
// without the architecture behind it. On success the tag's parts and kind are set; otherwise the tag is not touched.

/// `release [pre] [post] [dev] [local] [variant]`: schemes auto, loose and calver.
bool read_loose(std::string_view body, std::size_t at, Tag& tag);
/// PEP 440, with `-` or `_` for `+`, and a listed variant behind it.
bool read_pep440(std::string_view body, std::size_t at, Tag& tag);
/// SemVer 2.0 with `_` for `+`, and a listed variant behind it.
bool read_semver(std::string_view body, std::size_t at, Tag& tag);
/// A calendar date with an optional serial: a version in scheme calver, a Date elsewhere.
bool read_date(std::string_view body, std::size_t at, Tag& tag);

/// A variant behind `-` or `_` at `at`, or the end.
bool read_variant(std::string_view body, std::size_t at, Piece& variant);

/// Takes over what a SuffixReader found.
void put(const Suffix& suffix, Tag& tag);

}  // namespace lockstep
