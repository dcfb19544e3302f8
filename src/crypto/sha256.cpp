// SPDX-License-Identifier: Apache-2.0
#include "lockstep/crypto/sha256.hpp"

#include "lockstep/core/check.hpp"

#include <openssl/evp.h>

#include <array>

namespace lockstep {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    unsigned int size = 0;
    LOCKSTEP_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
    LOCKSTEP_CHECK(size == digest.size());
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char byte : digest) hex += {kHex[byte >> 4U], kHex[byte & 15U]};
    return hex;
}

}  // namespace lockstep
