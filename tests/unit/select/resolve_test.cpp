// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/resolve.hpp"

#include "lockstep/select/select.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Digest digest(char fill) {
    return Digest::parse("sha256:" + std::string(64, fill)).value();
}

TEST(Resolve, AsksNewestOfTheLineFirst) {
    const TagList tags{{"4.1.0", "4.2.0", "4.1.1", "4.1", "latest", "4.1.1-alpine"}};
    // The others prove that an alias left its line, so they come last.
    const std::vector<std::string> expected{"4.1.1", "4.1.0", "4.2.0", "4.1.1-alpine"};
    EXPECT_EQ(worth_asking({"4.1", {digest('a')}, {}}, tags, {}), expected);
    EXPECT_EQ(worth_asking({"latest", {digest('a')}, {}}, tags, {}, 1).front(), "4.2.0");
    EXPECT_TRUE(worth_asking({"4.1.0", {digest('a')}, {}}, tags, {}).empty());
    EXPECT_TRUE(worth_asking({"latest", {}, {}}, tags, {}).empty());
}

TEST(Resolve, LabelsMustNameAnExistingTag) {
    const TagList tags{{"4.1.0"}};
    const auto by_label = [&tags](std::string label) {
        return resolve({"latest", {}, {{"version", std::move(label)}}}, tags, {}, {});
    };
    EXPECT_EQ(by_label("4.1.0")->by, "label");
    EXPECT_EQ(by_label("4.1").error().code, "current-not-a-version");
    EXPECT_EQ(by_label("4.1.0-alpine").error().code, "current-not-a-version");
}

TEST(Alias, UnchangedAlsoAcrossIndexAndPlatform) {
    AliasQuestion question{"latest", {digest('b')}, digest('a'), {{"4.1.0", {digest('a'), digest('b')}}}, {{"4.1.0"}},
                           {}};
    EXPECT_EQ(follow_alias(question).reason, "up-to-date");
    question.policy.kind = PolicyKind::Pin;
    EXPECT_EQ(follow_alias(question).reason, "pinned");
}

TEST(Alias, WhoFollows) {
    Policy policy;
    policy.codenames = {{"uluru", "5"}};
    EXPECT_TRUE(follows_alias("latest", {}, policy));
    EXPECT_TRUE(follows_alias("4", {{"4.1.0"}}, policy));
    EXPECT_FALSE(follows_alias("4.1.0", {}, policy));
    policy.track = Track::Version;
    EXPECT_FALSE(follows_alias("uluru", {}, policy));
    EXPECT_TRUE(follows_alias("uluru-live", {}, policy));
    policy.kind = PolicyKind::ServerMinor;
    EXPECT_FALSE(follows_alias("uluru-live", {}, policy));
}

}  // namespace
}  // namespace lockstep
