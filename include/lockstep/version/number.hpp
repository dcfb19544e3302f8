// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
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

/// First numbers of a release in one word, so that most comparisons need no digits: equal numbers make equal words, and
/// the first different one decides. Missing numbers are zero.
class ReleaseHead {
  public:
    static constexpr std::size_t kNumbers = 3;

    /// Of no numbers: all are zero.
    ReleaseHead() = default;
    /// Of numbers joined by dots.
    explicit ReleaseHead(std::string_view release);
    /// Always takes the digits.
    static ReleaseHead useless() { return ReleaseHead(kUseless); }

    /// Order by the first `count` numbers; nothing when that takes the digits.
    std::optional<std::strong_ordering> compare(ReleaseHead other, std::size_t count) const {
        if (word_ == kUseless || other.word_ == kUseless) return std::nullopt;
        const std::size_t shift = kBits * (kNumbers - std::min(count, kNumbers));
        const auto order = word_ >> shift <=> other.word_ >> shift;
        return order != 0 || count <= kNumbers ? std::optional(order) : std::nullopt;
    }

    /// The first number; nothing when that takes the digits.
    std::optional<std::uint64_t> first() const {
        return word_ == kUseless ? std::nullopt : std::optional(word_ >> (kBits * (kNumbers - 1)));
    }

  private:
    static constexpr unsigned kBits = 21;  // a number that does not fit makes the whole head useless
    static constexpr std::uint64_t kUseless = ~std::uint64_t{0};

    explicit ReleaseHead(std::uint64_t word) : word_(word) {}

    std::uint64_t word_ = 0;
};

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
