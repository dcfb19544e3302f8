// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/window.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace lockstep {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

Error invalid(std::string_view text, std::string_view what) {
    return {.kind = ErrorKind::Malformed,
            .code = "window-invalid",
            .message = format("'{}' is no maintenance window: {}", escaped(text), what),
            .remedy =
                "write it like 'Sat 02:00-05:00 Europe/Amsterdam', 'Mon-Fri 22:00-04:00 UTC' or "
                "'daily 01:00-03:00 America/New_York'"};
}

std::optional<std::size_t> day_of(std::string_view word) {
    const auto found = std::ranges::find(kDays, lower(word));
    if (found == kDays.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kDays.begin());
}

/// "Sat", "Mon-Fri", "Fri-Mon", "daily".
bool read_days(std::string_view text, bool (&opens_on)[7]) {
    if (lower(text) == "daily") {
        std::ranges::fill(opens_on, true);
        return true;
    }
    const auto dash = text.find('-');
    const auto first = day_of(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : day_of(text.substr(dash + 1));
    if (!first || !last) return false;
    for (std::size_t day = *first;; day = (day + 1) % 7) {
        opens_on[day] = true;
        if (day == *last) return true;
    }
}

std::optional<int> two_digits(std::string_view text, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.size() != 2 || error != std::errc() || end != text.data() + 2 || value < 0 || value > most) return {};
    return value;
}

/// "05:00"; "24:00" is the end of the day.
std::optional<minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = two_digits(text.substr(0, 2), 24);
    const auto minute = two_digits(text.substr(3), 59);
    if (!hour || !minute || (*hour == 24 && *minute != 0)) return std::nullopt;
    return hours(*hour) + minutes(*minute);
}

/// The library's exceptions end here.
Result<const date::time_zone*> zone_named(std::string_view name) {
    if (name == "UTC") return nullptr;
    try {
        return date::locate_zone(std::string(name));
    } catch (const std::runtime_error&) {
        return Error{.kind = ErrorKind::NotFound,
                     .code = "zone-unknown",
                     .message = format("'{}' is no time zone that this machine knows", escaped(name)),
                     .remedy =
                         "write a name of the IANA database such as Europe/Amsterdam or UTC; the names are "
                         "files below /usr/share/zoneinfo (Debian package tzdata)"};
    }
}

/// The instant at which the clocks of `zone` show `local`. Of two such instants `which`; without one, that of the jump.
WallTime instant(const date::time_zone* zone, local_time<minutes> local, date::choose which) {
    const auto since = local.time_since_epoch();
    if (zone == nullptr) return WallTime(since);
    return WallTime(zone->to_sys(date::local_time<minutes>(since), which).time_since_epoch());
}

local_days day_at(const date::time_zone* zone, WallTime time) {
    if (zone == nullptr) return local_days(floor<days>(time).time_since_epoch());
    return local_days(floor<days>(zone->to_local(time).time_since_epoch()));
}

}  // namespace

Result<WeeklyWindow> WeeklyWindow::parse(std::string_view text) {
    std::vector<std::string_view> words;
    for (const auto word : split(text, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    if (words.size() < 2 || words.size() > 3) return invalid(text, "it has a day, a time span and perhaps a zone");
    WeeklyWindow window;
    window.text_ = join({words.begin(), words.end()}, " ");
    if (!read_days(words[0], window.opens_on_)) {
        return invalid(
            text, format("'{}' is none of Mon Tue Wed Thu Fri Sat Sun, a range of them, or daily", escaped(words[0])));
    }
    const auto dash = words[1].find('-');
    const auto begin = time_of_day(words[1].substr(0, dash));
    const auto end = dash == std::string_view::npos ? std::nullopt : time_of_day(words[1].substr(dash + 1));
    if (!begin || !end) {
        return invalid(text, format("'{}' is no span from HH:MM to HH:MM, 00:00 to 24:00", escaped(words[1])));
    }
    if (*begin == *end || *begin == hours(24))
        return invalid(text, "it has no length; for a whole day write 00:00-24:00");
    window.begin_ = *begin;
    window.end_ = *end > *begin ? *end : *end + hours(24);
    const auto zone = zone_named(words.size() == 3 ? words[2] : "UTC");
    if (!zone) return zone.error();
    window.zone_ = *zone;
    return window;
}

WallTime WeeklyWindow::next_open(WallTime from) const {
    // From the day before, whose window may reach into today, to the same day next week and once more, as a window in a
    // skipped hour does not open.
    const local_days today = day_at(zone_, from);
    for (local_days day = today - days(2); day <= today + days(16); day += days(1)) {
        if (!opens_on_[weekday(day).c_encoding()]) continue;
        const WallTime opens = instant(zone_, day + begin_, date::choose::earliest);
        const WallTime closes = instant(zone_, day + end_, date::choose::latest);
        if (closes > from && closes > opens) return std::max(opens, from);
    }
    LOCKSTEP_CHECK(false);
}

WallTime next_open(const std::vector<WeeklyWindow>& windows, WallTime from) {
    if (windows.empty()) return from;
    WallTime first = WallTime::max();
    for (const WeeklyWindow& window : windows) first = std::min(first, window.next_open(from));
    return first;
}

}  // namespace lockstep
