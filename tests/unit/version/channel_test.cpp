// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/channel.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Channel of(std::string_view text) {
    return channel_of(parse_tag(text));
}

TEST(Channel, Classes) {
    EXPECT_EQ(of("1.0.post1"), Channel::Stable);
    EXPECT_EQ(of("1.0m1"), Channel::Beta);
    EXPECT_EQ(of("1.0rc20241029"), Channel::Nightly);
    EXPECT_EQ(of("1.0rc20241329"), Channel::Rc);
    EXPECT_EQ(of("1.0.dev20241029"), Channel::Nightly);
    EXPECT_EQ(of("1.0rc1.dev1"), Channel::Dev);
    EXPECT_EQ(of("1.0-4-gabcdef1"), Channel::Dev);
}

TEST(Channel, FollowStaysInTheRunningRelease) {
    const Tag running = parse_tag("5.0.0b2");
    EXPECT_TRUE(accepts(Channel::Follow, parse_tag("5.0.0rc1"), &running));
    EXPECT_FALSE(accepts(Channel::Follow, parse_tag("5.0.0a9"), &running));
    EXPECT_FALSE(accepts(Channel::Follow, parse_tag("5.0.1rc1"), &running));
    EXPECT_TRUE(accepts(Channel::Follow, parse_tag("5.0.1"), nullptr));
    EXPECT_FALSE(accepts(Channel::Stable, parse_tag("5.0.0rc1"), &running));
}

}  // namespace
}  // namespace lockstep
