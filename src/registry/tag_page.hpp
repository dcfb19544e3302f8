// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

constexpr std::size_t kLargestTagPage = 32U << 20U;

/// The tags of one tags/list body. `tags` null or missing is an empty list. Elements that cannot be tags of images
/// (null, "", digests, control characters, signature and referrer tags such as sha256-….sig) are left out. Malformed
/// `registry-malformed` when it is no JSON object or `tags` is neither list nor null.
Result<std::vector<std::string>> tags_in(std::string_view body);

}  // namespace lockstep
