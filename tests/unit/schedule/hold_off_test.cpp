// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/hold_off.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lockstep {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

const WallTime kNoon = sys_days(2026y / 11 / 20) + 12h;  // a Friday

Release seen_at(WallTime time) {
    return {.repository = "registry.example/team/node", .digest = "sha256:abc", .first_seen = time};
}

TEST(HoldOff, WithoutWishesThereIsNone) {
    EXPECT_FALSE(hold_off({}, seen_at(kNoon), "node", kNoon));
}

TEST(HoldOff, SoakCountsFromTheFirstSight) {
    const Timing timing{.soak = 48h};
    const auto waits = hold_off(timing, seen_at(kNoon), "node", kNoon + 1h);
    ASSERT_TRUE(waits);
    EXPECT_EQ(waits->reason, "soak");
    EXPECT_EQ(waits->until, kNoon + 48h);
    EXPECT_FALSE(hold_off(timing, seen_at(kNoon), "node", kNoon + 48h));
}

TEST(HoldOff, OutsideTheWindowItWaitsForTheNextOne) {
    const Timing timing{.windows = {*WeeklyWindow::parse("Sat 02:00-05:00")}};
    const auto waits = hold_off(timing, seen_at(kNoon), "node", kNoon);
    ASSERT_TRUE(waits);
    EXPECT_EQ(waits->reason, "outside-window");
    EXPECT_EQ(waits->until, kNoon + 14h);
    EXPECT_NE(waits->sentence.find("2026-11-21T02:00:00Z"), std::string::npos);
    EXPECT_FALSE(hold_off(timing, seen_at(kNoon), "node", kNoon + 14h));
}

TEST(HoldOff, TellsWhenNothingIsInTheWayAnyMore) {
    const Timing timing{.windows = {*WeeklyWindow::parse("Sat 02:00-05:00")}, .soak = 48h};
    const auto waits = hold_off(timing, seen_at(kNoon), "node", kNoon);
    ASSERT_TRUE(waits);
    EXPECT_EQ(waits->reason, "soak");
    EXPECT_EQ(waits->until, kNoon + 14h + 24h * 7) << "the window after the soak";
}

TEST(HoldOff, ARampTakesFewFirst) {
    const Timing timing{.wariness = 1, .ramp = 24h};
    const auto taken_after = [&](hours age, bool server_moved) {
        int taken = 0;
        for (int node = 0; node < 4'000; ++node) {
            Release release = seen_at(kNoon);
            release.server_moved = server_moved;
            taken += hold_off(timing, release, std::to_string(node), kNoon + age) ? 0 : 1;
        }
        return taken / 4'000.0;
    };
    EXPECT_NEAR(taken_after(6h, false), 1.0 / 16, 0.02);
    EXPECT_NEAR(taken_after(12h, false), 1.0 / 4, 0.03);
    EXPECT_EQ(taken_after(24h, false), 1);
    EXPECT_NEAR(taken_after(1h, true), 1.0 / 4, 0.03) << "the server has moved: evenly within four hours";
    EXPECT_EQ(taken_after(4h, true), 1);
}

TEST(HoldOff, EachReleaseHasItsOwnOrder) {
    const Timing timing{.wariness = 1, .ramp = 24h};
    int earlier = 0;
    for (int node = 0; node < 1'000; ++node) {
        Release first = seen_at(kNoon);
        Release second = first;
        second.digest = "sha256:def";
        const auto a = hold_off(timing, first, std::to_string(node), kNoon);
        const auto b = hold_off(timing, second, std::to_string(node), kNoon);
        earlier += a->until < b->until ? 1 : 0;
    }
    EXPECT_NEAR(earlier, 500, 80);
}

// What it promises ("until") is what happens: nothing is in the way then, and something is one moment before.
RC_GTEST_PROP(HoldOff, EndsExactlyWhenItSays, ()) {
    const Timing timing{.windows = *rc::gen::arbitrary<bool>()
                                       ? std::vector{*WeeklyWindow::parse("Sat 02:00-05:00 Europe/Amsterdam")}
                                       : std::vector<WeeklyWindow>{},
                        .wariness = *rc::gen::inRange(0, 101) / 100.0,
                        .ramp = hours(*rc::gen::inRange(1, 200)),
                        .soak = hours(*rc::gen::inRange(0, 200))};
    const Release release = seen_at(kNoon - hours(*rc::gen::inRange(-100, 300)));
    const auto waits = hold_off(timing, release, "node", kNoon);
    if (!waits) return;
    RC_ASSERT(waits->until > kNoon);
    // A first sight in the future (the clock was set back) is taken as now.
    const Release settled = seen_at(std::min(release.first_seen, kNoon));
    RC_ASSERT(!hold_off(timing, settled, "node", waits->until).has_value());
    RC_ASSERT(hold_off(timing, settled, "node", waits->until - 1ms).has_value());
}

}  // namespace
}  // namespace lockstep
