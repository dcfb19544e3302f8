// SPDX-License-Identifier: Apache-2.0
#include "app/policy_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

Arguments given(const std::string& name, std::vector<std::string> values) {
    const auto& parameters = policy_parameters();
    const auto parameter = std::ranges::find(parameters, name, &Parameter::name);
    EXPECT_NE(parameter, parameters.end()) << name;
    Arguments arguments;
    for (const Parameter& other : parameters) arguments.give(other, {});
    if (parameter != parameters.end()) arguments.give(*parameter, std::move(values));
    return arguments;
}

Policy made(const std::string& name, std::vector<std::string> values) {
    auto policy = policy_in(given(name, std::move(values)), {});
    EXPECT_TRUE(policy) << policy.error().text();
    return policy ? *policy : Policy();
}

TEST(PolicyOptions, nothing_given_is_the_policy_that_was_there) {
    Policy base;
    base.kind = PolicyKind::ServerMinor;
    base.codenames = {{"cotopaxi", "4"}};
    base.pin_floating = false;
    const auto policy = policy_in(Arguments(), base);
    ASSERT_TRUE(policy);
    EXPECT_EQ(policy->kind, PolicyKind::ServerMinor);
    EXPECT_EQ(policy->codenames, base.codenames);
    EXPECT_FALSE(policy->pin_floating);
}

TEST(PolicyOptions, each_option_sets_its_part) {
    EXPECT_EQ(made("--policy", {"server-exact"}).kind, PolicyKind::ServerExact);
    EXPECT_EQ(made("--scheme", {"calver"}).scheme, Scheme::Calver);
    EXPECT_EQ(made("--channel", {"nightly"}).channel, Channel::Nightly);
    EXPECT_EQ(made("--constraint", {">=4,<5"}).constraint, ">=4,<5");
    EXPECT_THAT(made("--exclude", {"1.0", "1.1"}).exclude, testing::ElementsAre("1.0", "1.1"));
    EXPECT_EQ(made("--variant-match", {"family"}).variant_match, VariantMatch::Family);
    EXPECT_TRUE(made("--allow-major", {"true"}).allow_major);
    EXPECT_TRUE(made("--allow-downgrade", {"true"}).allow_downgrade);
    EXPECT_FALSE(made("--no-server-downgrade", {"true"}).server_downgrade);
    EXPECT_FALSE(made("--no-pin-floating", {"true"}).pin_floating);
    EXPECT_EQ(made("--zero-major", {"plain"}).zero_major, ZeroMajor::Plain);
    EXPECT_EQ(made("--fallback", {"same-minor"}).fallback, Fallback::SameMinor);
    EXPECT_EQ(made("--track", {"version"}).track, Track::Version);
    EXPECT_EQ(made("--exact-since", {"22.09"}).exact_since, "22.09");
    EXPECT_EQ(made("--codename", {"bookworm=12", "banon=2.9"}).codenames,
              (Codenames{{"bookworm", "12"}, {"banon", "2.9"}}));
}

TEST(PolicyOptions, a_value_that_cannot_be_used_is_named) {
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"--constraint", ">=4,,<5"}, {"--exact-since", "x"}, {"--codename", "cotopaxi"}, {"--codename", "=4"}}) {
        const auto policy = policy_in(given(name, {value}), {});
        ASSERT_FALSE(policy) << name;
        EXPECT_EQ(policy.error().kind, ErrorKind::Malformed);
        EXPECT_FALSE(policy.error().remedy.empty()) << name;
    }
}

}  // namespace
}  // namespace lockstep
