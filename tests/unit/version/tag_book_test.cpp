// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag_book.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const Codenames kNone;

Kind kind_in(const std::vector<std::string>& tags, std::string_view tag, Scheme scheme = Scheme::Auto) {
    return TagBook(tags, scheme, kNone).read(tag).kind;
}

TEST(TagBook, ShortTagsFloatOverLongerOnes) {
    EXPECT_EQ(kind_in({"4.1.0rc1"}, "4.1"), Kind::Floating);
    EXPECT_EQ(kind_in({"4.1"}, "4"), Kind::Floating);
    EXPECT_EQ(kind_in({"24.03.0"}, "24.3"), Kind::Floating);
    EXPECT_EQ(kind_in({"4.10.0"}, "4.1"), Kind::Version);
    EXPECT_EQ(kind_in({"release-4.1.0"}, "4.1"), Kind::Version);
    EXPECT_EQ(kind_in({"1.2.3.1"}, "1.2.3"), Kind::Version);
    EXPECT_EQ(kind_in({"4.8.1"}, "4.8-20250909"), Kind::Version);
    EXPECT_EQ(kind_in({"3.15.0a2"}, "3.15-rc"), Kind::Floating);
    EXPECT_EQ(kind_in({"3.15.0a2"}, "3.15-rc0"), Kind::Version);
}

TEST(TagBook, TheRunningTagIsEvidence) {
    const std::vector<std::string> tags{"4.1"};
    const TagBook repository(tags, Scheme::Auto, kNone, "4.1.0");
    EXPECT_EQ(repository.tags().size(), 1U);
    EXPECT_EQ(repository.tags()[0].kind, Kind::Floating);
}

// Each of 50 000 tags extends each of 50 000 short ones: marking them must not take the product of both.
TEST(TagBook, ManyBuildsOfOneShortTag) {
    std::vector<std::string> tags;
    for (int i = 0; i < 50'000; ++i) {
        tags.push_back("4.1-ls" + std::to_string(i));
        tags.push_back("4.1." + std::to_string(i));
    }
    const TagBook repository(tags, Scheme::Auto, kNone);
    EXPECT_EQ(repository.tags()[0].kind, Kind::Floating);
    EXPECT_EQ(repository.tags()[99'998].kind, Kind::Floating);
    EXPECT_EQ(repository.tags()[99'999].kind, Kind::Version);
}

TEST(TagBook, AHundredThousandTagsOfNoise) {
    std::vector<std::string> tags;
    for (int i = 0; i < 100'000; ++i) {
        std::string noise = std::to_string(i) + std::string(static_cast<std::size_t>(i % 200), static_cast<char>(i));
        tags.push_back(i % 2 == 0 ? noise : "\xff" + noise);
    }
    const TagBook repository(tags, Scheme::Auto, kNone);
    for (const Tag& tag : repository.tags()) {
        ASSERT_TRUE(tag.text.size() <= kMaxTagBytes || tag.kind == Kind::Invalid);
        ASSERT_TRUE(tag.text.front() != '\xff' || tag.kind == Kind::Invalid);
    }
}

TEST(TagBook, DashNumberIsAPreReleaseWhereSemverIsProven) {
    const auto speaks = [](const std::vector<std::string>& tags, Scheme scheme = Scheme::Auto) {
        return TagBook(tags, scheme, kNone).speaks_semver();
    };
    EXPECT_TRUE(speaks({"1.2.3-rc.1"}));
    EXPECT_TRUE(speaks({"1.2.3-dev.1"}));
    EXPECT_FALSE(speaks({"1.2.3-rc.1"}, Scheme::Loose));
    EXPECT_FALSE(speaks({"1.2-rc.1"}));
    for (const char* mark : {"1.0rc1", "1.0.post1", "1.0.dev1", "1.0.0.0", "24.03.0"})
        EXPECT_FALSE(speaks({"1.2.3-rc.1", mark})) << mark;
}

}  // namespace
}  // namespace lockstep
