// SPDX-License-Identifier: Apache-2.0
#include "preset_case.hpp"

namespace lockstep {
namespace {

const TagNames kTags{"1.1.0", "1.2.0",     "1.2.1", "1.3.0a1",   "1.3.0", "1.3.1",
                     "1.4.0", "2.0.0.0a1", "2.0.0", "2014.2.b1", "2014.2"};

std::string library(const std::string& current, const TagNames& tags = kTags) {
    return chosen(with_preset("oslo"), "oslo", tags, current);
}

TEST(Oslo, means_its_libraries_by_image_name) {
    const Settings settings = with_preset("oslo");
    EXPECT_EQ(meant_by(settings, "registry.example/openstack/oslo.messaging:1.3.0"), "oslo");
    EXPECT_EQ(meant_by(settings, "registry.example/oslo/web:1.3.0"), "") << "somebody else's folder";
    EXPECT_EQ(meant_by(settings, "registry.example/oslo-web:1.3.0"), "");
}

TEST(Oslo, the_cap_lets_patches_in_and_nothing_else) {
    EXPECT_EQ(library("1.3.0"), "update 1.3.1");
    EXPECT_EQ(library("1.2.0"), "update 1.2.1");
    EXPECT_EQ(library("1.4.0"), "keep up-to-date");
}

TEST(Oslo, a_milestone_never_wins) {
    EXPECT_EQ(library("1.3.1"), "keep up-to-date");
    EXPECT_EQ(library("2.0.0"), "keep up-to-date");
    EXPECT_EQ(library("1.4.0", {"1.4.0", "2014.2.b1", "2014.2"}), "keep up-to-date");
}

TEST(Oslo, a_pre_release_with_pbrs_fourth_number_becomes_the_release) {
    EXPECT_EQ(library("2.0.0.0a1"), "update 2.0.0");
    EXPECT_EQ(library("2.0.0.0a1", {"2.0.0.0a1", "2.0.0.0a2", "2.0.0.0b1"}), "update 2.0.0.0b1");
    EXPECT_EQ(library("2.0.0.0a1", {"2.0.0.0a1", "2.0.0.0c1000"}), "update 2.0.0.0c1000");
}

TEST(Oslo, a_stable_release_takes_no_pre_release) {
    EXPECT_EQ(library("2.0.0", {"2.0.0", "2.0.1.0a1"}), "keep up-to-date");
}

TEST(Oslo, a_written_cap_is_a_target_like_it) {
    for (const std::string cap : {"~1.3.0", ">=1.3.0,<1.4", "~=1.3.0"}) {
        const auto settings = parse_settings(
            "presets: []\ntargets:\n  - {name: messaging, like: oslo, policy: range, "
            "constraint: '" +
                cap + "'}\n",
            "c.yaml");
        ASSERT_TRUE(settings) << settings.error().text();
        EXPECT_EQ(meant_by(*settings, "registry.example/oslo.messaging:1.3.0"), "messaging");
        EXPECT_EQ(chosen(*settings, "messaging", kTags, "1.3.0"), "update 1.3.1") << cap;
    }
}

}  // namespace
}  // namespace lockstep
