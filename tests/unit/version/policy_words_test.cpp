// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/policy_words.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(PolicyWords, GoBothWays) {
    EXPECT_EQ(word(Scheme::Loose), "loose");
    EXPECT_EQ(scheme_of("pep440"), Scheme::Pep440);
    EXPECT_EQ(channel_of("dev"), Channel::Dev);
    EXPECT_EQ(word(Channel::Follow), "follow");
    EXPECT_EQ(policy_kind_of("pin"), PolicyKind::Pin);
    EXPECT_EQ(word(PolicyKind::ServerExact), "server-exact");
    EXPECT_EQ(variant_match_of(word(VariantMatch::Family)), VariantMatch::Family);
    EXPECT_EQ(zero_major_of(word(ZeroMajor::Plain)), ZeroMajor::Plain);
    EXPECT_EQ(fallback_of(word(Fallback::SameMinor)), Fallback::SameMinor);
    EXPECT_EQ(track_of(word(Track::Version)), Track::Version);
    EXPECT_EQ(scheme_of("Auto"), std::nullopt);
}

}  // namespace
}  // namespace lockstep
