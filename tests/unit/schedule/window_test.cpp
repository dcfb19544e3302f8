// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/window.hpp"

#include "lockstep/core/format.hpp"

#include <date/tz.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

WeeklyWindow window(const std::string& text) {
    auto parsed = WeeklyWindow::parse(text);
    if (!parsed) throw std::runtime_error(parsed.error().text());
    return *parsed;
}

WallTime utc(int y, unsigned m, unsigned d, int hour, int minute = 0) {
    return sys_days(year(y) / static_cast<int>(m) / static_cast<int>(d)) + hours(hour) + minutes(minute);
}

// 2026-11-21 is a Saturday.
TEST(Window, OpensAtItsTimeAndIsOpenUntilItsEnd) {
    const auto it = window("Sat 02:00-05:00");
    EXPECT_EQ(it.next_open(utc(2026, 11, 20, 12)), utc(2026, 11, 21, 2));
    EXPECT_EQ(it.next_open(utc(2026, 11, 21, 2)), utc(2026, 11, 21, 2));
    EXPECT_EQ(it.next_open(utc(2026, 11, 21, 4, 59)), utc(2026, 11, 21, 4, 59));
    EXPECT_EQ(it.next_open(utc(2026, 11, 21, 5)), utc(2026, 11, 28, 2));
}

TEST(Window, MayReachIntoTheNextDay) {
    const auto it = window("Sat 22:00-04:00");
    EXPECT_EQ(it.next_open(utc(2026, 11, 22, 3)), utc(2026, 11, 22, 3));
    EXPECT_EQ(it.next_open(utc(2026, 11, 22, 4)), utc(2026, 11, 28, 22));
}

TEST(Window, TakesRangesOfDays) {
    EXPECT_EQ(window("Mon-Fri 01:00-02:00").next_open(utc(2026, 11, 21, 0)), utc(2026, 11, 23, 1));
    EXPECT_EQ(window("Fri-Mon 01:00-02:00").next_open(utc(2026, 11, 21, 0)), utc(2026, 11, 21, 1));
    EXPECT_EQ(window("daily 00:00-24:00").next_open(utc(2026, 11, 21, 13)), utc(2026, 11, 21, 13));
}

TEST(Window, FollowsTheClocksOfItsZone) {
    const auto it = window("Sat 02:00-05:00 Europe/Amsterdam");
    EXPECT_EQ(it.next_open(utc(2026, 7, 3, 12)), utc(2026, 7, 4, 0)) << "summer: two hours ahead";
    EXPECT_EQ(it.next_open(utc(2026, 12, 4, 12)), utc(2026, 12, 5, 1)) << "winter: one";
}

TEST(Window, InASkippedHourDoesNotOpenThatDay) {
    // 2026-03-29 02:00 → 03:00 in Amsterdam, a Sunday.
    EXPECT_EQ(window("Sun 02:00-03:00 Europe/Amsterdam").next_open(utc(2026, 3, 28, 12)), utc(2026, 4, 5, 0));
    EXPECT_EQ(window("Sun 02:30-04:00 Europe/Amsterdam").next_open(utc(2026, 3, 28, 12)), utc(2026, 3, 29, 1));
}

TEST(Window, AnHourThatComesTwiceCountsTwice) {
    // 2026-10-25 03:00 → 02:00 in Amsterdam, a Sunday: 02:30 is at 00:30 and at 01:30 UTC.
    const auto it = window("Sun 02:00-03:00 Europe/Amsterdam");
    EXPECT_EQ(it.next_open(utc(2026, 10, 25, 0, 30)), utc(2026, 10, 25, 0, 30));
    EXPECT_EQ(it.next_open(utc(2026, 10, 25, 1, 30)), utc(2026, 10, 25, 1, 30));
    EXPECT_EQ(it.next_open(utc(2026, 10, 25, 2)), utc(2026, 11, 1, 1));
}

TEST(Window, OfSeveralTheFirstCounts) {
    const std::vector windows{window("Sun 02:00-03:00"), window("Sat 02:00-03:00")};
    EXPECT_EQ(next_open(windows, utc(2026, 11, 20, 0)), utc(2026, 11, 21, 2));
    EXPECT_EQ(next_open({}, utc(2026, 11, 20, 0)), utc(2026, 11, 20, 0));
}

TEST(Window, SaysWhatIsWrongAndWhatWouldBeRight) {
    struct Bad {
        const char* text;
        const char* part;
    };
    for (const auto& [text, part] :
         {Bad{"", "a day, a time span"}, Bad{"Sat", "a day, a time span"},
          Bad{"Sat 02:00-05:00 Europe/Amsterdam x", "a day, a time span"},
          Bad{"Samstag 02:00-05:00", "'Samstag' is none of"}, Bad{"Sat- 02:00-05:00", "is none of"},
          Bad{"Sat 2:00-05:00", "no span"}, Bad{"Sat 02:00", "no span"}, Bad{"Sat 02:60-03:00", "no span"},
          Bad{"Sat 24:01-03:00", "no span"}, Bad{"Sat 02:00-02:00", "no length"}, Bad{"Sat 02:00-+5:00", "no span"},
          Bad{"Sat 24:00-01:00", "no length"}}) {
        const auto parsed = WeeklyWindow::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, "window-invalid");
        EXPECT_NE(parsed.error().text().find(part), std::string::npos) << parsed.error().text();
        EXPECT_NE(parsed.error().remedy.find("Sat 02:00-05:00 Europe/Amsterdam"), std::string::npos);
    }
    const auto zone = WeeklyWindow::parse("Sat 02:00-05:00 Europe/Amsterdan");
    ASSERT_FALSE(zone);
    EXPECT_EQ(zone.error().code, "zone-unknown");
    EXPECT_NE(zone.error().text().find("Europe/Amsterdan"), std::string::npos);
    EXPECT_FALSE(WeeklyWindow::parse("Sat 02:00-05:00 ../../etc/passwd"));
}

// In every zone and around every clock change: the next opening is never in the past, at most two weeks and a day away
// (one week unless it fell into a skipped hour), stays what it is when asked again, and the
// clocks there then show a time of the window.
RC_GTEST_PROP(Window, NextOpeningIsNeverEarlierAndWithinTwoWeeks, ()) {
    const auto& zones = date::get_tzdb().zones;
    const auto& zone = zones.at(static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(zones.size()))));
    const auto day = *rc::gen::inRange(0, 7);
    const auto begin = *rc::gen::inRange(0, 24 * 60);
    const auto end = *rc::gen::suchThat(rc::gen::inRange(0, 24 * 60), [&](int m) { return m != begin; });
    static const char* const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const auto it = window(
        format("{} {:02}:{:02}-{:02}:{:02} {}", names[day], begin / 60, begin % 60, end / 60, end % 60, zone.name()));
    // Near a clock change of that zone, where mistakes live.
    const sys_seconds somewhere = sys_days(2000y / 1 / 1) + hours(*rc::gen::inRange(0, 24 * 365 * 40));
    const sys_seconds change = std::min<sys_seconds>(zone.get_info(somewhere).end, sys_days(2040y / 1 / 1));
    const WallTime from =
        WallTime(change) + minutes(*rc::gen::inRange(-12000, 3000)) + milliseconds(*rc::gen::inRange(0, 60000));

    const WallTime open = it.next_open(from);
    RC_ASSERT(open >= from);
    RC_ASSERT(open - from <= 15 * 24h);
    RC_ASSERT(it.next_open(open) == open);
    const auto local = zone.to_local(open);
    const auto minute = duration_cast<minutes>(local - date::floor<date::days>(local)).count();
    const bool inside = begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
    RC_ASSERT(inside);
}

}  // namespace
}  // namespace lockstep
