// SPDX-License-Identifier: Apache-2.0
#include "lockstep/trust/trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

Digest digest(char digit) {
    return Digest::parse("sha256:" + std::string(64, digit)).value();
}

const Repository kRepository{"example.org", "node"};

TEST(ApprovedDigests, OnlyTheListedOnesMayBeUsed) {
    const auto trust = make_approved_digests({digest('a')});
    EXPECT_TRUE(trust->allows(kRepository, digest('a'), {}));
    const auto refused = trust->allows(kRepository, digest('b'), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
    EXPECT_EQ(refused.error().code, "digest-not-approved");
    EXPECT_THAT(refused.error().message, testing::HasSubstr("example.org/node@" + digest('b').text()));
}

TEST(ApprovedDigests, AnEmptyListAllowsAll) {
    EXPECT_TRUE(make_approved_digests({})->allows(kRepository, digest('b'), {}));
}

}  // namespace
}  // namespace lockstep
