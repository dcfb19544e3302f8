// SPDX-License-Identifier: Apache-2.0
#include "apply/gap.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

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
