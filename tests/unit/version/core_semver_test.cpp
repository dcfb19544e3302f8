// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/channel.hpp"
#include "lockstep/version/tag.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Tag read(std::string_view text) {
    return parse_tag(text, Scheme::Semver);
}

TEST(CoreSemver, VariantIsCutFirst) {
    const Tag tag = read("1.2.3-rc.1-alpine3.19");
    EXPECT_EQ(tag.pre(), "rc.1");
    EXPECT_EQ(tag.variant(), "alpine3.19");
}

TEST(CoreSemver, ShortOnesFloat) {
    EXPECT_EQ(read("1").kind, Kind::Floating);
    EXPECT_EQ(read("1.2-alpine").kind, Kind::Floating);
    EXPECT_EQ(read("1.2-rc.1").kind, Kind::Name);
    EXPECT_EQ(read("01.2").kind, Kind::Name);
}

TEST(CoreSemver, BuildAndDashes) {
    EXPECT_EQ(read("1.2.3-a-b.c_d.001").local(), "d.001");
    EXPECT_EQ(read("1.2.3-a_b_c").kind, Kind::Name);
    EXPECT_EQ(read("1.2.3-").kind, Kind::Name);
    EXPECT_EQ(channel_of(read("1.2.3-rc10")), Channel::Rc);
}

}  // namespace
}  // namespace lockstep
