// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/number.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace lockstep {
namespace {

std::vector<std::string> read(std::string_view text, bool dated) {
    NumberReader reader(text, dated);
    std::vector<std::string> numbers;
    for (auto one = reader.next(); one; one = reader.next()) numbers.emplace_back(*one);
    return numbers;
}

TEST(Number, ComparesByValueAtAnyLength) {
    EXPECT_TRUE(compare_numbers("9", "10") < 0);
    EXPECT_TRUE(compare_numbers("007", "7") == 0);
    EXPECT_TRUE(compare_numbers("", "0") == 0);
    EXPECT_TRUE(compare_numbers("18446744073709551616", "1") > 0);
    EXPECT_TRUE(compare_numbers("2024-01-15", "20240115") == 0);
    EXPECT_TRUE(compare_numbers("2024-01-15", "20240116") < 0);
}

TEST(Number, KnowsDates) {
    EXPECT_TRUE(is_date_number("20241029"));
    EXPECT_TRUE(is_date_number("2024102923"));
    EXPECT_TRUE(is_date_number("20241029235959"));
    EXPECT_FALSE(is_date_number("20241329"));
    EXPECT_FALSE(is_date_number("202410291"));
    EXPECT_FALSE(is_date_number("19991029"));
    EXPECT_EQ(dashed_date("2024-01-15-x"), 10U);
    EXPECT_EQ(dashed_date("2024-01-155"), 0U);
}

TEST(Number, ReadsReleasesAndDates) {
    EXPECT_EQ(read("24.03.0", false), (std::vector<std::string>{"24", "03", "0"}));
    EXPECT_EQ(read("20240115", true), (std::vector<std::string>{"2024", "01", "15"}));
    EXPECT_EQ(read("202401152359-7", true), (std::vector<std::string>{"2024", "01", "15", "23", "59", "7"}));
    EXPECT_EQ(read("2021-09-09T21-37-07", true), (std::vector<std::string>{"2021", "09", "09", "21", "37", "07"}));
    EXPECT_EQ(read("20240115.1234", true), (std::vector<std::string>{"2024", "01", "15", "1234"}));
}

}  // namespace
}  // namespace lockstep
