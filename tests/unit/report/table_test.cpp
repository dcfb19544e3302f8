// SPDX-License-Identifier: Apache-2.0
#include "lockstep/report/table.hpp"

#include "report/display_width.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace lockstep {
namespace {

TEST(DisplayWidth, counts_columns_and_not_bytes) {
    EXPECT_EQ(display_width(""), 0U);
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("Zürich"), 6U);
    EXPECT_EQ(display_width("e\u0301"), 1U) << "a combining accent";
    EXPECT_EQ(display_width("病院"), 4U);
    EXPECT_EQ(display_width("✓ ok"), 4U);
    EXPECT_EQ(display_width("a\xFF\xC3"), 3U) << "broken bytes";
}

TEST(PrefixWithin, never_cuts_a_character) {
    EXPECT_EQ(prefix_within("病院", 3), 3U);
    EXPECT_EQ(prefix_within("abc", 2), 2U);
    EXPECT_EQ(prefix_within("abc", 9), 3U);
    EXPECT_EQ(prefix_within("abc", 0), 0U);
}

TEST(Table, aligns_columns_by_display_width) {
    EXPECT_EQ(table({"container", "tag"}, {{{"Zürich"}, {"4.7.1"}}, {{"病院"}, {"4.8.0"}}}, {}),
              "container  tag\n"
              "Zürich     4.7.1\n"
              "病院       4.8.0\n");
}

TEST(Table, wraps_the_last_column_into_its_own_column) {
    EXPECT_EQ(
        table({"tag", "why"}, {{{"4.7.1"}, {"another minor than that of the server, which runs 4.8"}}}, {.width = 40}),
        "tag    why\n"
        "4.7.1  another minor than that of the\n"
        "       server, which runs 4.8\n");
}

TEST(Table, breaks_a_word_that_is_longer_than_the_column) {
    EXPECT_EQ(table({"a", "b"}, {{{"x"}, {std::string(30, 'y')}}}, {.width = 25}),
              "a  b\n"
              "x  " +
                  std::string(22, 'y') + "\n   " + std::string(8, 'y') + "\n");
}

TEST(Table, does_not_wrap_into_a_pipe) {
    const std::string longest(500, 'y');
    EXPECT_EQ(table({"a"}, {{{longest}}}, {}), "a\n" + longest + "\n");
}

TEST(Table, keeps_a_readable_last_column_on_a_tiny_screen) {
    const std::string text =
        table({"a", "b"}, {{{std::string(30, 'x')}, {"one two three four five six"}}}, {.width = 10});
    EXPECT_NE(text.find("one two three four\n"), std::string::npos) << text;
}

TEST(Table, paints_only_when_told) {
    EXPECT_EQ(table({}, {{{"ok", Tone::Good}, {"x"}}}, {.width = 0, .colour = true}), "\n\x1b[32mok\x1b[0m  x\n");
    EXPECT_EQ(table({}, {{{"ok", Tone::Good}, {"x"}}}, {}), "\nok  x\n");
}

TEST(Table, takes_rows_of_different_length_and_none_at_all) {
    EXPECT_EQ(table({"a", "b"}, {{{"x"}}}, {}), "a  b\nx\n");
    EXPECT_EQ(table({"a", "b"}, {}, {}), "a  b\n");
}

TEST(ScreenOf, a_file_is_no_terminal) {
    std::FILE* file = std::tmpfile();
    EXPECT_EQ(screen_of(file).width, 0U);
    EXPECT_FALSE(screen_of(file).colour);
    std::fclose(file);
}

}  // namespace
}  // namespace lockstep
