// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/time_stamp.hpp"

#include <array>
#include <charconv>
#include <string>

namespace lockstep {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    if (text.size() < from + count) return std::nullopt;
    const char* const end = text.data() + from + count;
    const auto [stopped, failed] = std::from_chars(text.data() + from, end, value);
    if (failed != std::errc() || stopped != end || value < 0) return std::nullopt;
    return value;
}

/// Takes ".123456789" off the front: 123 ms.
milliseconds take_fraction(std::string_view& text) {
    if (!text.starts_with('.')) return milliseconds(0);
    const auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    std::string three(text.substr(1, end - 1).substr(0, 3));
    three.resize(3, '0');
    text.remove_prefix(end);
    return milliseconds(digits(three, 0, 3).value_or(0));
}

/// "Z" or "+01:00"
std::optional<minutes> offset_of(std::string_view text) {
    if (text == "Z") return minutes(0);
    const auto hour = digits(text, 1, 2);
    const auto minute = digits(text, 4, 2);
    if (text.size() != 6 || text[3] != ':' || !hour || !minute) return std::nullopt;
    if (text[0] != '+' && text[0] != '-') return std::nullopt;
    const minutes ahead(*hour * 60 + *minute);
    return text[0] == '-' ? -ahead : ahead;
}

}  // namespace

std::optional<WallTime> time_from_rfc3339(std::string_view text) {
    // "2026-11-22T12:00:00": place and length of each number
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
    std::string_view rest = text.substr(19);
    const milliseconds fraction = take_fraction(rest);
    const auto offset = offset_of(rest);
    if (!offset || number[0] < 1970 || !day.ok()) return std::nullopt;
    return std::chrono::sys_days(day) + std::chrono::hours(number[3]) + minutes(number[4]) +
           std::chrono::seconds(number[5]) + fraction - *offset;
}

}  // namespace lockstep
