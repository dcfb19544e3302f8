// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag_shelf.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const Codenames kNone;

TEST(TagShelf, ReadsItsTagsOncePerScheme) {
    const TagShelf shelf{"4.1.0", "4.2.0"};
    const TagShelf copy = shelf;
    const auto book = shelf.read(Scheme::Auto, kNone, "4.1.0");
    EXPECT_EQ(book, copy.read(Scheme::Auto, kNone, "4.2.0"));
    EXPECT_NE(book, copy.read(Scheme::Semver, kNone, "4.2.0"));
    EXPECT_NE(book, copy.read(Scheme::Auto, {{"cotopaxi", "4"}}, "4.2.0"));
    EXPECT_EQ(book, copy.read(Scheme::Auto, kNone, "9.9.9"));
}

// What runs is evidence, listed or not: each of these makes the listed tags read differently.
TEST(TagShelf, ARunningTagThatTellsMoreHasAReadingOfItsOwn) {
    const TagShelf shelf{"4.1", "1.2.3-1"};
    const auto plain = shelf.read(Scheme::Auto, kNone, "4.2.0");
    EXPECT_EQ(plain->tags()[0].kind, Kind::Version);
    EXPECT_FALSE(plain->speaks_semver());
    const auto longer = shelf.read(Scheme::Auto, kNone, "4.1.0");
    EXPECT_EQ(longer->tags()[0].kind, Kind::Floating);
    const auto semver = shelf.read(Scheme::Auto, kNone, "2.0.0-rc.1");
    EXPECT_TRUE(semver->speaks_semver());
    EXPECT_EQ(semver, shelf.read(Scheme::Auto, kNone, "2.0.0-rc.1"));
    EXPECT_EQ(plain, shelf.read(Scheme::Auto, kNone, "4.2.0"));
}

TEST(TagShelf, APep440MarkOfTheRunningTagCounts) {
    const TagShelf shelf{"1.2.3-rc.1", "1.2.3-1"};
    EXPECT_TRUE(shelf.read(Scheme::Auto, kNone, "1.2.3")->speaks_semver());
    EXPECT_FALSE(shelf.read(Scheme::Auto, kNone, "1.2.3rc1")->speaks_semver());
}

TEST(TagShelf, ABookOutlivesItsShelf) {
    std::shared_ptr<const TagBook> book;
    {
        const TagShelf shelf{"a-tag-that-is-longer-than-what-a-string-keeps-inside-1.2.3", "4"};
        book = shelf.read(Scheme::Auto, Codenames{{"cotopaxi", "4"}}, "4.1.0");
    }
    EXPECT_EQ(book->tags()[0].text, "a-tag-that-is-longer-than-what-a-string-keeps-inside-1.2.3");
    EXPECT_EQ(book->tags()[1].kind, Kind::Floating);
    EXPECT_EQ(book->codenames().size(), 1U);
}

}  // namespace
}  // namespace lockstep
