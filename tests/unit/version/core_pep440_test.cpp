// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Tag read(std::string_view text) {
    return parse_tag(text, Scheme::Pep440);
}

TEST(CorePep440, LocalWordsUpToTheVariant) {
    const Tag tag = read("1.0_foo.bar-alpine3.19-x");
    EXPECT_EQ(tag.local(), "foo.bar");
    EXPECT_EQ(tag.variant(), "alpine3.19-x");
    EXPECT_EQ(read("1.0-7e10f3a").local_kind, LocalKind::Hash);
    EXPECT_EQ(read("1.0.g95a9beb").local_kind, LocalKind::Hash);
}

TEST(CorePep440, OthersAreNames) {
    EXPECT_EQ(read("1.0.foo").kind, Kind::Name);
    EXPECT_EQ(read("6.4.2.Final").kind, Kind::Name);
    EXPECT_EQ(read("1.0-foo--bar").kind, Kind::Name);
}

TEST(CorePep440, BareNumberIsAPostLikeAnyOther) {
    EXPECT_TRUE(read("1.0-1").has_post);
    EXPECT_FALSE(read("1.0-1").bare_post);
}

}  // namespace
}  // namespace lockstep
