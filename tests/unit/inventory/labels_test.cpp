// SPDX-License-Identifier: Apache-2.0
#include "inventory/labels.hpp"

#include "lockstep/version/policy_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::HasSubstr;

Target target(PolicyKind kind = PolicyKind::SameMajor, Channel channel = Channel::Follow,
              const std::string& constraint = "") {
    Target made;
    made.name = "web";
    made.policy.kind = kind;
    made.policy.channel = channel;
    made.policy.constraint = constraint;
    return made;
}

/// The fault, or policy, channel and constraint that came out.
std::string narrowed(Target from, const Labels& labels, const Labels& of_image = {}) {
    if (const auto fault = narrow_by_labels(labels, of_image, from)) return *fault;
    const Policy& policy = from.policy;
    return std::string(word(policy.kind)) + " " + std::string(word(policy.channel)) + " " + policy.constraint;
}

TEST(ContainerLabels, may_narrow_the_policy) {
    EXPECT_EQ(narrowed(target(), {{"lockstep.policy", "same-minor"}}), "same-minor follow ");
    EXPECT_EQ(narrowed(target(), {{"lockstep.policy", "pin"}}), "pin follow ");
    EXPECT_EQ(narrowed(target(PolicyKind::ServerMinor), {{"lockstep.policy", "server-exact"}}), "server-exact follow ");
    EXPECT_EQ(narrowed(target(PolicyKind::Range, Channel::Follow, ">=1"), {{"lockstep.policy", "same-minor"}}),
              "same-minor follow >=1");
}

TEST(ContainerLabels, may_narrow_the_channel_and_the_constraint) {
    EXPECT_EQ(narrowed(target(PolicyKind::SameMajor, Channel::Beta), {{"lockstep.channel", "rc"}}), "same-major rc ");
    EXPECT_EQ(narrowed(target(), {{"lockstep.channel", "stable"}}), "same-major stable ");
    EXPECT_EQ(narrowed(target(), {{"lockstep.constraint", "<1.5"}}), "same-major follow <1.5");
    EXPECT_EQ(narrowed(target(PolicyKind::SameMajor, Channel::Follow, ">=1.2"), {{"lockstep.constraint", "<1.5"}}),
              "same-major follow >=1.2,<1.5");
    EXPECT_EQ(narrowed(target(PolicyKind::SameMajor, Channel::Follow, "1.x || 3.x"),
                       {{"lockstep.constraint", "<1.5 || >=3.2"}}),
              "same-major follow 1.x,<1.5 || 1.x,>=3.2 || 3.x,<1.5 || 3.x,>=3.2");
}

struct WrongLabel {
    Target target;
    const char* name;
    const char* value;
    const char* message;
};

class WrongLabels : public testing::TestWithParam<WrongLabel> {};

TEST_P(WrongLabels, are_named_with_value_and_what_would_be_right) {
    const auto& [of, name, value, message] = GetParam();
    EXPECT_EQ(narrowed(of, {{name, value}}), message);
}

INSTANTIATE_TEST_SUITE_P(
    Labels, WrongLabels,
    testing::Values(
        WrongLabel{target(), "lockstep.policy", "range",
                   "its label lockstep.policy is 'range', wider than target web allows; allowed here: same-major, "
                   "same-minor, pin"},
        WrongLabel{target(PolicyKind::SameMinor), "lockstep.policy", "same-major",
                   "its label lockstep.policy is 'same-major', wider than target web allows; allowed here: same-minor, "
                   "pin"},
        WrongLabel{target(PolicyKind::ServerMinor), "lockstep.policy", "same-major",
                   "its label lockstep.policy is 'same-major', wider than target web allows; allowed here: "
                   "server-minor, server-exact, pin"},
        WrongLabel{target(PolicyKind::Pin), "lockstep.policy", "same-minor",
                   "its label lockstep.policy is 'same-minor', wider than target web allows; allowed here: pin"},
        WrongLabel{target(), "lockstep.policy", "latest",
                   "its label lockstep.policy is 'latest', which is not known; allowed here: same-major, same-minor, "
                   "pin"},
        WrongLabel{target(), "lockstep.channel", "rc",
                   "its label lockstep.channel is 'rc', wider than target web allows; allowed here: follow, stable"},
        WrongLabel{target(PolicyKind::SameMajor, Channel::Rc), "lockstep.channel", "nightly",
                   "its label lockstep.channel is 'nightly', wider than target web allows; allowed here: stable, rc"},
        WrongLabel{target(), "lockstep.hold", "yes",
                   "its label lockstep.hold is 'yes', not a truth value; write true or false"},
        WrongLabel{target(), "lockstep.enable", "1",
                   "its label lockstep.enable is '1', not a truth value; write true or false"},
        WrongLabel{target(), "lockstep.polcy", "pin",
                   "its label lockstep.polcy is unknown; did you mean 'lockstep.policy'?"}));

TEST(ContainerLabels, name_the_place_of_a_wrong_constraint) {
    const std::string fault = narrowed(target(), {{"lockstep.constraint", ">=1,=>2"}});
    EXPECT_THAT(fault, HasSubstr("its label lockstep.constraint is '>=1,=>2', not a range: "));
    EXPECT_THAT(fault, HasSubstr("=>2"));
}

TEST(ContainerLabels, from_the_image_choose_nothing) {
    const Labels image{{"lockstep.policy", "same-minor"}, {"lockstep.channel", "nonsense"}};
    EXPECT_EQ(narrowed(target(), image, image), "same-major follow ");
    EXPECT_EQ(narrowed(target(), {{"lockstep.policy", "pin"}}, image), "pin follow ") << "a person wrote another value";
}

TEST(ContainerLabels, hold_back_whoever_wrote_them) {
    EXPECT_EQ(held_back_by_label({{"lockstep.hold", "true"}})->reason, "held");
    EXPECT_EQ(held_back_by_label({{"lockstep.enable", "false"}})->reason, "disabled");
    EXPECT_FALSE(held_back_by_label({{"lockstep.hold", "false"}, {"lockstep.enable", "true"}}));
}

}  // namespace
}  // namespace lockstep
