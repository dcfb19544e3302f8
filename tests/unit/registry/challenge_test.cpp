// SPDX-License-Identifier: Apache-2.0
#include "registry/challenge.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lockstep {
namespace {

constexpr auto kBasic = Challenge::Scheme::Basic;
constexpr auto kBearer = Challenge::Scheme::Bearer;
using Challenges = std::vector<Challenge>;

TEST(ChallengesIn, reads_the_form_of_distribution) {
    EXPECT_EQ(
        challenges_in(
            {R"(Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull",error="invalid_token")"}),
        (Challenges{
            {kBearer, "https://auth.example/token", "registry.example", "repository:a/b:pull", "invalid_token"}}));
}

TEST(ChallengesIn, reads_several_lines_and_several_challenges_in_a_line) {
    EXPECT_EQ(challenges_in({R"(Bearer realm="https://git.example/v2/token",service="container_registry",scope="*")",
                             R"(Basic realm="https://git.example/v2",service="x", Bearer realm="second")"}),
              (Challenges{{kBearer, "https://git.example/v2/token", "container_registry", "*", ""},
                          {kBasic, "https://git.example/v2", "x", "", ""},
                          {kBearer, "second", "", "", ""}}));
}

TEST(ChallengesIn, is_lenient_where_servers_are_wrong) {
    EXPECT_EQ(challenges_in({"Basic"}), (Challenges{{kBasic, "", "", "", ""}}));
    EXPECT_EQ(challenges_in({"bearer REALM=https://h:5000/token/x,service=s"}),
              (Challenges{{kBearer, "https://h:5000/token/x", "s", "", ""}}));
    EXPECT_EQ(challenges_in({R"(Bearer realm = "https://h/token" , scope="")"}),
              (Challenges{{kBearer, "https://h/token", "", "", ""}}));
    EXPECT_EQ(challenges_in({R"(Bearer realm="a\"b\\c, Basic realm=d")"}),
              (Challenges{{kBearer, R"(a"b\c, Basic realm=d)", "", "", ""}}));
}

TEST(ChallengesIn, skips_unknown_schemes) {
    EXPECT_EQ(challenges_in({R"(Negotiate, Basic realm="x")"}), (Challenges{{kBasic, "x", "", "", ""}}));
    EXPECT_EQ(challenges_in({R"(Digest realm="d",nonce="n", Basic)"}), (Challenges{{kBasic, "", "", "", ""}}));
    EXPECT_TRUE(challenges_in({"", "Negotiate abc=="}).empty());
}

TEST(ChallengesIn, drops_a_challenge_whose_quote_stays_open) {
    EXPECT_TRUE(challenges_in({R"(Bearer realm="https://h/token,service="x)"}).size() <= 1);
    EXPECT_TRUE(challenges_in({R"(Bearer realm="https://h/token)"}).empty());
}

TEST(ChallengesIn, is_bounded) {
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "Basic realm=x, ";
    EXPECT_EQ(challenges_in({many, many}).size(), 16U);
}

RC_GTEST_PROP(ChallengesInLaws, any_bytes_give_a_bounded_list, (const std::vector<std::string>& lines)) {
    RC_ASSERT(challenges_in(lines).size() <= 16U);
}

}  // namespace
}  // namespace lockstep
