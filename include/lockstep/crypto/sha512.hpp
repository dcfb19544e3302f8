// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// SHA-512 of `bytes` as 128 lower-case hex digits.
std::string sha512_hex(std::string_view bytes);

}  // namespace lockstep
