// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// Replaces a secret in text that the other side sent back to us, as it is and in the encodings in which it travels
/// (percent, base64, base64url, hex, escapes of JSON). Secrets below four bytes are left: they would be found
/// everywhere.
void redact(std::string& text, std::string_view secret);

}  // namespace lockstep
