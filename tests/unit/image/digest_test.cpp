// SPDX-License-Identifier: Apache-2.0
#include "lockstep/image/digest.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

TEST(Digest, takes_sha256_and_sha512_in_lower_case_hex) {
    const auto digest = Digest::parse("sha256:" + std::string(64, 'a'));
    ASSERT_TRUE(digest);
    EXPECT_EQ(digest->algorithm(), "sha256");
    EXPECT_EQ(digest->hex(), std::string(64, 'a'));
    EXPECT_TRUE(Digest::parse("sha512:" + std::string(128, '0')));
}

TEST(Digest, refuses_everything_else) {
    const std::string hex(64, 'a');
    for (const std::string& text :
         {std::string(), hex, "sha256:" + std::string(63, 'a'), "sha256:" + hex + "a", "sha256:" + std::string(64, 'A'),
          "sha256:" + std::string(63, 'a') + "g", "sha384:" + std::string(96, 'a'), "SHA256:" + hex,
          "sha256:" + hex + "\n", " sha256:" + hex, "sha512:" + hex, "sha256:../" + std::string(61, 'a')}) {
        const auto digest = Digest::parse(text);
        ASSERT_FALSE(digest) << text;
        EXPECT_EQ(digest.error().code, "digest-invalid");
    }
}

}  // namespace
}  // namespace lockstep
