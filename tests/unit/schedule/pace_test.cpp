// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/pace.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace lockstep {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

const WallTime kNoon = sys_days(2026y / 11 / 20) + 12h;

RC_GTEST_PROP(Pace, NextLookIsLaterThanNowAndNotTooLate, ()) {
    const milliseconds interval(*rc::gen::inRange<long long>(10'000, 31LL * 86'400'000));
    const milliseconds splay(*rc::gen::inRange<long long>(0, interval.count()));
    const Pace pace{*rc::gen::arbitrary<std::string>(), interval, splay};
    const WallTime now(milliseconds(*rc::gen::inRange<long long>(-4'000'000'000'000, 8'000'000'000'000)));
    const WallTime look = next_look(pace, now);
    RC_ASSERT(look > now);
    RC_ASSERT(look - now <= interval + splay);
    RC_ASSERT(next_look(pace, look - 1ms) == look);
}

TEST(Pace, KeepsItsPlaceAndVariesWithinTheSplay) {
    const Pace pace{"a node", 15min, 90s};
    WallTime look = next_look(pace, kNoon);
    std::set<milliseconds> places;
    for (int i = 0; i < 200; ++i) {
        places.insert(look.time_since_epoch() % milliseconds(15min));
        look = next_look(pace, look);
    }
    EXPECT_LE(*places.rbegin() - *places.begin(), milliseconds(90s));
    EXPECT_GT(places.size(), 150U) << "another moment each time";
    EXPECT_NEAR(static_cast<double>((look - kNoon).count()), 200 * 15 * 60'000.0, 16 * 60'000.0)
        << "no round is left out";
}

TEST(Pace, SpreadsAFleetOverTheInterval) {
    std::map<long long, int> per_minute;
    for (int node = 0; node < 15'000; ++node) {
        const WallTime look = next_look({std::to_string(node), 15min, 0s}, kNoon);
        ++per_minute[floor<minutes>(look - kNoon).count()];
    }
    for (const auto& [minute, count] : per_minute) {
        if (minute == 15) continue;  // the looks of the very moment of noon
        EXPECT_NEAR(count, 1000, 150) << "minute " << minute;
    }
}

TEST(Pace, FirstLooksOfAFleetAreSpreadOverTheSplay) {
    std::map<long long, int> per_minute;
    for (int node = 0; node < 5'000; ++node) {
        const auto wait = first_look({std::to_string(node), 15min, 5min}, kNoon);
        ASSERT_LT(wait, 5min);
        ++per_minute[floor<minutes>(wait).count()];
    }
    for (const auto& [minute, count] : per_minute) EXPECT_NEAR(count, 1000, 150) << "minute " << minute;
    EXPECT_EQ(first_look({"a", 15min, 0s}, kNoon), 0s);
}

}  // namespace
}  // namespace lockstep
