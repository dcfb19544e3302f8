// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// Standard alphabet with padding (RFC 4648 §4).
std::string base64(std::string_view bytes);
/// URL alphabet with padding (RFC 4648 §5), as the engine wants it in X-Registry-Auth.
std::string base64url(std::string_view bytes);
/// Standard alphabet, padding optional; nothing for any other character.
std::optional<std::string> base64_decoded(std::string_view text);

}  // namespace lockstep
