// SPDX-License-Identifier: Apache-2.0
#include "app/clock_doubt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr WallTime kThen = sys_days(2026y / 1 / 1);
constexpr Ticks kTicks{100h};

TEST(ClockDoubt, HasNoneWhileTimeGoesOn) {
    EXPECT_FALSE(clock_doubt({kThen, kTicks}, kThen + 15min, kTicks + 15min));
    EXPECT_FALSE(clock_doubt({kThen, kTicks}, kThen + 15min, kTicks + 15min + 30s)) << "a time service at work";
    EXPECT_FALSE(clock_doubt({kThen, {}}, kThen + 24h * 3650, kTicks)) << "nobody looked here for long";
    EXPECT_FALSE(clock_doubt({}, kThen, kTicks)) << "nobody ever looked here";
}

TEST(ClockDoubt, SaysThatItStandsBeforeTheLastLook) {
    const auto doubt = clock_doubt({kThen, {}}, kThen - 48h, kTicks);
    ASSERT_TRUE(doubt);
    EXPECT_THAT(*doubt, HasSubstr("2025-12-30T00:00:00Z"));
    EXPECT_THAT(*doubt, HasSubstr("2 d before the last look"));
    EXPECT_THAT(*doubt, HasSubstr("timedatectl"));
}

TEST(ClockDoubt, SaysThatItJumpedAheadWhereThisProcessSawIt) {
    const auto doubt = clock_doubt({kThen, kTicks}, kThen + 15min + 72h, kTicks + 15min);
    ASSERT_TRUE(doubt);
    EXPECT_THAT(*doubt, HasSubstr("jumped ahead by 3 d"));
}

}  // namespace
}  // namespace lockstep
