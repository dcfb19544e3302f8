// SPDX-License-Identifier: Apache-2.0
#include "schedule/share.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/crypto/sha256.hpp"

#include <charconv>
#include <cstdint>

namespace lockstep {

double share_of(std::string_view text) {
    // 13 hex digits are 52 bits: what a double holds without rounding up to 1.
    constexpr int kDigits = 13;
    const std::string digest = sha256_hex(text);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digest.data(), digest.data() + kDigits, number, 16);
    LOCKSTEP_CHECK(error == std::errc());
    return static_cast<double>(number) / static_cast<double>(std::uint64_t{1} << (4 * kDigits));
}

}  // namespace lockstep
