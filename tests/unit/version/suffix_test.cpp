// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(Suffix, ANumberBelongsToTheWordBeforeIt) {
    EXPECT_EQ(normalised(parse_tag("1.0-beta-3")), "1.0b3");
    EXPECT_EQ(normalised(parse_tag("1.0.b.1r24")), "1.0b1.post24");
}

TEST(Suffix, IdentifiersEndAtPostDevAndHash) {
    EXPECT_EQ(normalised(parse_tag("1.0.0-rc.1.20230101")), "1.0.0rc1.20230101");
    EXPECT_EQ(normalised(parse_tag("1.0.0-alpha.dev.5")), "1.0.0a0.dev5");
    EXPECT_EQ(normalised(parse_tag("1.0.0-rc.1.g95a9beb")), "1.0.0rc1+g95a9beb");
}

TEST(Suffix, DashedDateIsOneNumber) {
    EXPECT_EQ(normalised(parse_tag("1.0.0-2024-01-15")), "1.0.0.post20240115");
    EXPECT_EQ(parse_tag("1.0.0-nightly-2024-01-15").phase, ReleasePhase::Nightly);
    EXPECT_EQ(parse_tag("1.0.0-nightly-2024-01-15").pre(), "2024-01-15");
}

TEST(Suffix, BareNumberNeedsAnEnd) {
    EXPECT_TRUE(parse_tag("1.2.3-1").bare_post);
    EXPECT_TRUE(parse_tag("1.2.3-1.dev2").has_dev);
    EXPECT_EQ(parse_tag("1.2.3-1.2").variant(), "1.2");
}

TEST(Suffix, WordsThatNeedANumber) {
    EXPECT_EQ(parse_tag("1.2.3-m").variant(), "m");
    EXPECT_EQ(parse_tag("1.2.3-m1").phase, ReleasePhase::Milestone);
}

}  // namespace
}  // namespace lockstep
