// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/family.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

std::string_view between(std::string_view a, std::string_view b, VariantMatch match = VariantMatch::Exact) {
    return differs(parse_tag(b), family_of(parse_tag(a)), match);
}

TEST(Family, WhatMustBeShared) {
    EXPECT_EQ(between("1.0", "v2.0"), "");
    EXPECT_EQ(between("1.0", "x-2.0"), "other-prefix");
    EXPECT_EQ(between("1.0", "2.0-alpine"), "other-variant");
    EXPECT_EQ(between("1.0", "2.0-amd64"), "other-architecture");
    EXPECT_EQ(between("1.0", "2.0-7e10f3a"), "other-build");
    EXPECT_EQ(between("1.0", "2021.1"), "other-form");
    EXPECT_EQ(between("1.0", "1.0-1"), "other-form");
}

TEST(Family, VariantsOfOneShape) {
    EXPECT_EQ(variant_shape("alpine3.18-ls131"), "alpine#-ls#");
    EXPECT_EQ(between("1.0-alpine3.18", "1.0-alpine3.19", VariantMatch::Family), "");
    EXPECT_EQ(between("1.0-alpine3.18", "1.0-alpine3.19"), "other-variant");
    EXPECT_TRUE(compare_variants("ls131", "ls132") < 0);
    EXPECT_TRUE(compare_variants("alpine3.9", "alpine3.18") < 0);
}

}  // namespace
}  // namespace lockstep
