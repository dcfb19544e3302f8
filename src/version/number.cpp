// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/number.hpp"

#include "lockstep/version/characters.hpp"

#include <algorithm>

namespace lockstep {
namespace {

std::string_view without_zeros(std::string_view number) {
    number.remove_prefix(run_end(number, 0, [](char c) { return c == '0'; }));
    return number;
}

std::size_t digits(std::string_view number) {
    return static_cast<std::size_t>(std::count_if(number.begin(), number.end(), is_digit));
}

int two_digits(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_month_and_day(std::string_view text, std::size_t month, std::size_t day) {
    const int m = two_digits(text, month);
    const int d = two_digits(text, day);
    return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

}  // namespace

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
    a = without_zeros(a);
    b = without_zeros(b);
    if (const auto by_length = digits(a) <=> digits(b); by_length != 0) return by_length;
    for (std::size_t i = 0, j = 0;; ++i, ++j) {
        while (char_at(a, i) == '-') ++i;
        while (char_at(b, j) == '-') ++j;
        if (i >= a.size() || j >= b.size()) return std::strong_ordering::equal;
        if (a[i] != b[j]) return a[i] <=> b[j];
    }
}

std::string plain_number(std::string_view number) {
    std::string plain(without_zeros(number));
    std::erase(plain, '-');
    return plain.empty() ? "0" : plain;
}

bool is_number(std::string_view text) {
    return !text.empty() && run_end(text, 0, is_digit) == text.size();
}

bool is_date_number(std::string_view number) {
    if (dashed_date(number) == number.size() && !number.empty()) return true;
    const std::size_t size = number.size();
    if (size < 8 || size > 14 || size % 2 != 0 || !is_number(number)) return false;
    return number.starts_with("20") && is_month_and_day(number, 4, 6);
}

std::size_t dashed_date(std::string_view text) {
    constexpr std::string_view kShape = "dddd-dd-dd";
    if (text.size() < kShape.size() || !text.starts_with("20") || is_digit(char_at(text, kShape.size()))) return 0;
    for (std::size_t i = 0; i < kShape.size(); ++i)
        if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return 0;
    return is_month_and_day(text, 5, 8) ? kShape.size() : 0;
}

ReleaseHead::ReleaseHead(std::string_view release) {
    auto at = release.begin();
    for (std::size_t i = 0; i < kNumbers; ++i) {
        std::uint64_t value = 0;
        for (; at != release.end() && is_digit(*at); ++at) {
            value = value * 10 + static_cast<std::uint64_t>(*at - '0');
            if (value >> kBits != 0) {
                word_ = kUseless;
                return;
            }
        }
        word_ = word_ << kBits | value;
        if (at != release.end()) ++at;
    }
}

std::size_t NumberReader::width() {
    if (index_ < 3) return index_ == 0 ? 4 : 2;
    if (at_ > 0 && is_digit(text_[at_ - 1])) return 2;
    dated_ = false;
    return text_.size();
}

std::optional<std::string_view> NumberReader::next() {
    while (at_ < text_.size() && !is_digit(text_[at_])) ++at_;
    if (at_ == text_.size()) return std::nullopt;
    const std::size_t start = at_;
    const std::size_t limit = dated_ ? std::min(start + width(), text_.size()) : text_.size();
    while (at_ < limit && is_digit(text_[at_])) ++at_;
    ++index_;
    return text_.substr(start, at_ - start);
}

}  // namespace lockstep
