// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace lockstep {
namespace {

Error gone() {
    return Error{ErrorKind::NotFound, "gone", "the thing is gone", "look again"};
}

TEST(Result, CarriesMoveOnlyValues) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    ASSERT_TRUE(result);
    EXPECT_EQ(**result, 7);
    const std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 7);
}

TEST(Result, PassesTheErrorThroughChains) {
    const auto result = Result<int>(gone()).and_then([](int) -> Result<std::string> { return "never"; });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "gone");
    EXPECT_EQ(Result<int>(4).transform([](int n) { return n * 2; }).value(), 8);
    EXPECT_EQ(Result<int>(gone()).value_or(3), 3);
}

TEST(Result, VoidIsSuccessUnlessToldOtherwise) {
    EXPECT_TRUE(Result<void>{});
    EXPECT_FALSE(Result<void>{gone()});
}

TEST(ResultDeathTest, ReadingTheWrongSideEndsTheProcess) {
    const Result<int> result = gone();
    EXPECT_DEATH(static_cast<void>(result.value()), "internal error");
}

TEST(Error, TellsThePlaceTheOriginAndTheRemedyInOneLine) {
    Error error = gone();
    error.origin = "HTTP 404";
    EXPECT_EQ(std::move(error).in("node").text(), "node: the thing is gone (HTTP 404) - look again");
}

}  // namespace
}  // namespace lockstep
