// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/constraint.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

bool admits(std::string_view constraint, std::string_view tag) {
    const auto parsed = Constraint::parse(constraint);
    EXPECT_TRUE(parsed.has_value()) << constraint;
    return parsed && parsed->admits(parse_tag(tag));
}

TEST(Constraint, Lines) {
    EXPECT_TRUE(admits("4.13", "4.13.0rc1"));
    EXPECT_FALSE(admits("==4.13", "4.13.1"));
    EXPECT_TRUE(admits("==4.13.x", "4.13.1"));
    EXPECT_TRUE(admits("~4", "4.9.0"));
    EXPECT_TRUE(admits("^4.1", "4.9.0"));
    EXPECT_FALSE(admits("^4.1", "4.0.9"));
    EXPECT_FALSE(admits("^0.0", "0.1.0"));
    EXPECT_FALSE(admits("^0.0.0", "0.0.1"));
    EXPECT_FALSE(admits("<=4.13", "4.14.0rc1"));
    EXPECT_FALSE(admits("!=4.13.x", "4.13.2"));
}

TEST(Constraint, BlanksCommasAndAlternatives) {
    EXPECT_TRUE(admits("", "9.9.9"));
    EXPECT_TRUE(admits(" >= 1.0.0 , < 2 ", "1.5.0"));
    EXPECT_TRUE(admits("1.x||3.x", "3.1.0"));
    EXPECT_TRUE(admits("v1.2.0 - 1.4, !=1.3.0", "1.4.9"));
    EXPECT_FALSE(admits("*", "latest"));
}

TEST(Constraint, TypingErrors) {
    for (const char* wrong :
         {"=>1",    "=<1",        "~>1",       "||1",        "1||", "1||||2", ",1",   "1,",        "1,,2",
          "foo",    "1.0-alpine", "x-1.0",     "1.0-amd64",  "~=4", ">",      ">=*",  "===1.0",    "1.0 -",
          "1.0 - ", "- 1.0",      "1 - 2 - 3", ">1.0 - 2.0", "|",   "1|2",    "!1.0", ">=1.0<2.0", "1.x.2"})
        EXPECT_FALSE(Constraint::parse(wrong).has_value()) << wrong;
    EXPECT_EQ(Constraint::parse("=>1").error().code, "constraint-invalid");
}

TEST(Constraint, TypingErrorsArePointedAt) {
    const std::vector<std::pair<const char*, std::size_t>> wrong{{"=>1", 0}, {"1,,2", 2},   {">=1 foo", 4},
                                                                 {"1||", 3}, {">=1, <", 5}, {"1 - 2 - 3", 6}};
    for (const auto& [text, place] : wrong) EXPECT_EQ(Constraint::fault(text), place) << text;
    EXPECT_EQ(Constraint::fault(">=1,<2 || 3.x"), std::nullopt);
    EXPECT_EQ(Constraint::parse("=>1").error().remedy, "write >= for 'at least'");
}

TEST(Constraint, SurvivesCopyAndMove) {
    auto first = Constraint::parse("<1").value();
    const Constraint copy = first;
    const Constraint moved = std::move(first);
    EXPECT_TRUE(copy.admits(parse_tag("0.9.0")) && moved.admits(parse_tag("0.9.0")));
}

}  // namespace
}  // namespace lockstep
