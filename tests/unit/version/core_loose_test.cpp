// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(CoreLoose, OneNumberLessWhenTheRestIsIllegal) {
    const Tag tag = parse_tag("1.2.3.7e10f3a");
    EXPECT_EQ(tag.release(), "1.2.3");
    EXPECT_EQ(tag.local_kind, LocalKind::Hash);
}

TEST(CoreLoose, LocalThenVariant) {
    const Tag tag = parse_tag("17.0.11_9-jdk-alpine-amd64");
    EXPECT_EQ(tag.local(), "9");
    EXPECT_EQ(tag.variant(), "jdk-alpine");
    EXPECT_EQ(parse_tag("1.2.3-7e10f3a-dirty").variant(), "dirty");
    EXPECT_EQ(parse_tag("6.4.2.Final-alpine").variant(), "alpine");
}

TEST(CoreLoose, PbrZeroIsDropped) {
    EXPECT_EQ(parse_tag("2.0.0.0a1").count, 3);
    EXPECT_EQ(parse_tag("2.0.0.1a1").count, 4);
    EXPECT_EQ(parse_tag("2.0.0.0").count, 4);
}

TEST(CoreLoose, CalverFloatsOnOneNumber) {
    EXPECT_EQ(parse_tag("2024", Scheme::Calver).kind, Kind::Floating);
    EXPECT_EQ(parse_tag("24.04", Scheme::Calver).kind, Kind::Version);
}

}  // namespace
}  // namespace lockstep
