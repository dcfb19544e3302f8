// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/time_stamp.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(TimeStamp, IsReadAsGoWritesIt) {
    const WallTime noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + hours{12}};
    EXPECT_EQ(time_from_rfc3339("2026-11-22T12:00:00Z"), noon);
    EXPECT_EQ(time_from_rfc3339("2026-11-22T12:00:00.5Z"), noon + milliseconds(500));
    EXPECT_EQ(time_from_rfc3339("2026-11-22T12:00:00.123456789Z"), noon + milliseconds(123));
    EXPECT_EQ(time_from_rfc3339("2026-11-22T13:00:00+01:00"), noon);
    EXPECT_EQ(time_from_rfc3339("2026-11-22T08:30:00.25-03:30"), noon + milliseconds(250));
}

TEST(TimeStamp, IsNothingWhenItIsNone) {
    for (const char* text : {"", "0001-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22", "yesterday",
                             "2026-1a-22T12:00:00Z", "2026-11-22T12:00:00", "2026-11-22T12:00:00+0100"}) {
        EXPECT_FALSE(time_from_rfc3339(text)) << text;
    }
}

}  // namespace
}  // namespace lockstep
