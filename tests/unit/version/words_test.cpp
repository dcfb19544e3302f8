// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/words.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(Words, VariantWordsTakeDigitsAndDots) {
    EXPECT_EQ(variant_word("alpine3.19"), 10U);
    EXPECT_EQ(variant_word("JDK17-alpine"), 5U);
    EXPECT_EQ(variant_word("alpinex"), 0U);
    EXPECT_EQ(variant_word("foo"), 0U);
}

TEST(Words, HashTokens) {
    EXPECT_TRUE(is_hash_token("7e10f3a"));
    EXPECT_TRUE(is_hash_token("gabcdef1"));
    EXPECT_FALSE(is_hash_token("b1234567"));
    EXPECT_FALSE(is_hash_token("1234567"));
    EXPECT_FALSE(is_hash_token("abcdefa"));
    EXPECT_FALSE(is_hash_token("7E10F3A"));
}

TEST(Words, Architectures) {
    EXPECT_EQ(arch_behind("1.2.3-linux-amd64").size, 12U);
    EXPECT_EQ(arch_behind("1.2.3_x86_64").arch, Arch::Amd64);
    EXPECT_EQ(arch_behind("1.2.3-armhf").arch, Arch::Armv7);
    EXPECT_EQ(arch_behind("386").arch, Arch::None);
    EXPECT_EQ(arch_before("arm64v8-1.2.3").size, 8U);
}

TEST(Words, VariantsHaveNoEmptyWords) {
    EXPECT_TRUE(is_variant("slim-trixie"));
    EXPECT_FALSE(is_variant(""));
    EXPECT_FALSE(is_variant("a--b"));
    EXPECT_FALSE(is_variant("a-"));
}

}  // namespace
}  // namespace lockstep
