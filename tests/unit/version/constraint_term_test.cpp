// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/constraint.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

bool admits(std::string_view constraint, std::string_view tag) {
    return Constraint::parse(constraint)->admits(parse_tag(tag));
}

// PEP 440, "Exclusive ordered comparison".
TEST(ConstraintTerm, BoundsKeepTheirOwnPostsAndPreReleasesOut) {
    EXPECT_FALSE(admits(">1.0.0", "1.0.0.post1"));
    EXPECT_TRUE(admits(">1.0.0.post1", "1.0.0.post2"));
    EXPECT_FALSE(admits("<1.0.0", "1.0.0rc1"));
    EXPECT_TRUE(admits("<1.0.0rc2", "1.0.0rc1"));
    EXPECT_TRUE(admits("<=17.0.11", "17.0.11_9"));
}

TEST(ConstraintTerm, EqualityAndLocalParts) {
    EXPECT_TRUE(admits("17.0.11", "17.0.11_9"));
    EXPECT_FALSE(admits("==17.0.11", "17.0.11_9"));
    EXPECT_TRUE(admits("!=1.0.0", "1.0.0.post1"));
}

}  // namespace
}  // namespace lockstep
