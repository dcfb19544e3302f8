// SPDX-License-Identifier: Apache-2.0
#include "gap.hpp"

#include <array>
#include <charconv>
#include <string>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    if (text.size() < from + count) return std::nullopt;
    const char* const end = text.data() + from + count;
    const auto [stopped, failed] = std::from_chars(text.data() + from, end, value);
    if (failed != std::errc() || stopped != end || value < 0) return std::nullopt;
    return value;
}

/// ".123456789Z" → 123 ms
milliseconds fraction(std::string_view text) {
    if (!text.starts_with('.')) return milliseconds(0);
    std::string three(text.substr(1, text.find_first_not_of("0123456789", 1) - 1).substr(0, 3));
    three.resize(3, '0');
    return milliseconds(digits(three, 0, 3).value_or(0));
}

}  // namespace

std::optional<WallTime> engine_time(std::string_view text) {
    // "2026-11-22T12:00:00.123456789Z": place and length of each number
    constexpr std::array<std::array<std::size_t, 2>, 6> kNumbers{{{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}};
    std::array<int, 6> number{};
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
        const auto value = digits(text, kNumbers.at(i)[0], kNumbers.at(i)[1]);
        if (!value) return std::nullopt;
        number.at(i) = *value;
    }
    const std::chrono::year_month_day day{std::chrono::year(number[0]),
                                          std::chrono::month(static_cast<unsigned>(number[1])),
                                          std::chrono::day(static_cast<unsigned>(number[2]))};
    if (!text.ends_with('Z') || number[0] < 1970 || !day.ok()) return std::nullopt;
    return std::chrono::sys_days(day) + std::chrono::hours(number[3]) + std::chrono::minutes(number[4]) +
           std::chrono::seconds(number[5]) + fraction(text.substr(19));
}

std::optional<milliseconds> gap_of(const GapTimes& times) {
    const auto finished = engine_time(times.old_finished_at);
    const auto started = engine_time(times.new_started_at);
    if (finished && started && *started >= *finished) return *started - *finished;
    if (!times.stop_requested || !times.started) return std::nullopt;
    return std::chrono::duration_cast<milliseconds>(*times.started - *times.stop_requested);
}

}  // namespace lockstep
