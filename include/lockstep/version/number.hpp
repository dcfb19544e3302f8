// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// Compares two numbers by length and then by digits, so any length works and nothing overflows. Leading zeros and the
/// dashes of a dashed date (`2024-01-15` is 20240115) are decoration; "" is 0.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

/// The digits alone, without leading zeros; "0" for zero.
std::string plain_number(std::string_view number);

/// Digits only, at least one.
bool is_number(std::string_view text);

/// A date as one number: 20YYMMDD with a real month and day, alone or with HH, HHMM or HHMMSS behind it.
bool is_date_number(std::string_view number);

/// Length of the dashed date (20YY-MM-DD) at the start of `text`, or 0.
std::size_t dashed_date(std::string_view text);

/// Reads the numbers of a release one after the other: of `24.03.0`, or, when `dated`, of a date: year, month, day,
/// then glued hours, minutes and seconds two digits each, then what is separated.
class NumberReader {
  public:
    NumberReader(std::string_view text, bool dated) : text_(text), dated_(dated) {}

    /// The next number as written, or nothing at the end.
    std::optional<std::string_view> next();

  private:
    std::size_t width();

    std::string_view text_;
    bool dated_;
    std::size_t at_ = 0;
    std::size_t index_ = 0;
};

}  // namespace lockstep
