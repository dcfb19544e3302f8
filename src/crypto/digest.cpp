// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/crypto/sha256.hpp"
#include "lockstep/crypto/sha512.hpp"

#include <openssl/evp.h>

#include <array>

namespace lockstep {
namespace {

std::string hashed(std::string_view bytes, const EVP_MD* algorithm) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    LOCKSTEP_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) == 1);
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string hex;
    hex.reserve(std::size_t{2} * size);
    for (unsigned int i = 0; i < size; ++i) hex += {kHex[digest[i] >> 4U], kHex[digest[i] & 15U]};
    return hex;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    return hashed(bytes, EVP_sha256());
}

std::string sha512_hex(std::string_view bytes) {
    return hashed(bytes, EVP_sha512());
}

}  // namespace lockstep
