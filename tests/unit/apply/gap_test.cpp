// SPDX-License-Identifier: Apache-2.0
#include "apply/gap.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

TEST(Gap, ReadsTheEnginesTimeStamps) {
    const WallTime noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{12}};
    EXPECT_EQ(engine_time("2026-11-22T12:00:00Z"), noon);
    EXPECT_EQ(engine_time("2026-11-22T12:00:00.5Z"), noon + milliseconds(500));
    EXPECT_EQ(engine_time("2026-11-22T12:00:00.123456789Z"), noon + milliseconds(123));
    for (const char* text : {"", "0001-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T12:00:00+01:00",
                             "2026-11-22", "yesterday", "2026-1a-22T12:00:00Z"}) {
        EXPECT_FALSE(engine_time(text)) << text;
    }
}

TEST(Gap, TheEnginesStampsCountBeforeOurOwn) {
    GapTimes times;
    EXPECT_FALSE(gap_of(times));
    times.stop_requested = Ticks(milliseconds(1'000));
    EXPECT_FALSE(gap_of(times));
    times.started = Ticks(milliseconds(1'900));
    EXPECT_EQ(gap_of(times), milliseconds(900));
    times.old_finished_at = "2026-11-22T12:00:00.100Z";
    times.new_started_at = "2026-11-22T12:00:00.500Z";
    EXPECT_EQ(gap_of(times), milliseconds(400));
    times.new_started_at = "2026-11-22T11:00:00Z";
    EXPECT_EQ(gap_of(times), milliseconds(900)) << "a clock that jumped";
}

}  // namespace
}  // namespace lockstep
