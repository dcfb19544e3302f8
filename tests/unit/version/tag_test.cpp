// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(Tag, Kinds) {
    EXPECT_EQ(parse_tag("").kind, Kind::Invalid);
    EXPECT_EQ(parse_tag(std::string_view("1.0\0", 4)).kind, Kind::Invalid);
    const std::string longest(kMaxTagBytes, 'x');
    EXPECT_EQ(parse_tag(longest).kind, Kind::Name);
    EXPECT_EQ(parse_tag("sha-1234567").kind, Kind::Hash);
    EXPECT_EQ(parse_tag("v20240101").kind, Kind::Date);
    EXPECT_EQ(parse_tag("20241301").kind, Kind::Number);
    EXPECT_EQ(parse_tag("20240101-7e10f3a").kind, Kind::Date);
    EXPECT_EQ(parse_tag("1.4rc-").kind, Kind::Name);
    EXPECT_EQ(parse_tag("1.2.3--foo").kind, Kind::Name);
    EXPECT_EQ(parse_tag("b1.2.3").kind, Kind::Name);
}

TEST(Tag, CodenamesMayHaveVariantAndArchitecture) {
    const Codenames codenames{{"uluru", "5"}};
    const Tag tag = parse_tag("uluru-live-arm64", Scheme::Auto, codenames);
    EXPECT_EQ(tag.kind, Kind::Codename);
    EXPECT_EQ(tag.codename(), "uluru");
    EXPECT_EQ(tag.variant(), "live");
    EXPECT_EQ(tag.arch, Arch::Arm64);
    EXPECT_EQ(parse_tag("ulurus", Scheme::Auto, codenames).kind, Kind::Name);
}

TEST(Tag, ArchitectureInFrontIsOptional) {
    EXPECT_EQ(normalised(parse_tag("386-1.2.3")), "1.2.3");
    EXPECT_EQ(parse_tag("386-alpine").variant(), "alpine");
}

TEST(Tag, NormalisedSpelling) {
    EXPECT_EQ(normalised(parse_tag("v1.02.3-RC.01_post2.dev")), "1.2.3rc01.post2.dev0");
    EXPECT_EQ(normalised(parse_tag("latest")), "");
    EXPECT_EQ(normalised(parse_tag("1.2.3-rc.1_5", Scheme::Semver)), "1.2.3-rc.1+5");
}

TEST(Tag, IsSmall) {
    EXPECT_LE(sizeof(Tag), 72U);
}

}  // namespace
}  // namespace lockstep
