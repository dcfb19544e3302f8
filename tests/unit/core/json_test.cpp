// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
    const auto parsed = parse_json(text, "the answer", limits);
    return parsed ? "accepted" : parsed.error().text();
}

TEST(ParseJson, KeepsADocumentAsItIs) {
    const auto parsed = parse_json(R"({"a":[1,2.5,null,"x"],"b":{"c":true}})", "it");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(dump(*parsed), R"({"a":[1,2.5,null,"x"],"b":{"c":true}})");
}

TEST(ParseJson, RefusesWhatTheLibraryAloneWouldAccept) {
    EXPECT_EQ(refusal(R"({"version":"4","version":"5"})"), "the answer is not usable JSON: key \"version\" twice");
    EXPECT_EQ(refusal(std::string("{}\0{}", 5)), "the answer is not usable JSON: NUL byte");
    EXPECT_EQ(refusal(std::string(40, '[') + std::string(40, ']')), "the answer is not usable JSON: nested too deep");
}

TEST(ParseJson, RefusesBrokenText) {
    for (const char* text : {"", "{", "[1,]", "{}x", "nul", "\"\xFF\"", "1e99999"}) {
        EXPECT_NE(refusal(text), "accepted") << text;
    }
}

TEST(ParseJson, KeepsTheLimits) {
    EXPECT_EQ(refusal("[1,2,3]", {.bytes = 4}), "the answer is not usable JSON: 7 bytes, at most 4");
    EXPECT_EQ(refusal("[1,2,3]", {.values = 2}), "the answer is not usable JSON: too many values");
    EXPECT_EQ(refusal("[[1]]", {.depth = 2}), "accepted");
}

TEST(At, FollowsPointersAndFindsNullWhereTheWayEnds) {
    const Json value = *parse_json(R"({"a/b":{"~":[10,20]}})", "it");
    EXPECT_EQ(at(value, "/a~1b/~0/1"), 20);
    EXPECT_TRUE(at(value, "/a~1b/~0/2").is_null());
    EXPECT_TRUE(at(value, "/x/y").is_null());
    EXPECT_EQ(string_at(value, "/a~1b", "none"), "none");
}

}  // namespace
}  // namespace lockstep
