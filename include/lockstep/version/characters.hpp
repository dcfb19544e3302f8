// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace lockstep {

// Tags are ASCII; these never look at the locale.
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_letter(char c) {
    return is_lower(to_lower(c));
}
constexpr bool is_alnum(char c) {
    return is_digit(c) || is_letter(c);
}
constexpr bool is_lower_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
}
constexpr bool is_separator(char c) {
    return c == '.' || c == '-' || c == '_';
}

/// The character at `at`, or NUL behind the end.
constexpr char char_at(std::string_view text, std::size_t at) {
    return at < text.size() ? text[at] : '\0';
}

/// End of the run of characters that satisfy `wanted`, from `at` on.
template <typename Wanted>
constexpr std::size_t run_end(std::string_view text, std::size_t at, Wanted wanted) {
    while (at < text.size() && wanted(text[at])) ++at;
    return at;
}

/// True when `text` has `word` at `at`, upper and lower case alike; `word` is lower case.
constexpr bool has_word(std::string_view text, std::size_t at, std::string_view word) {
    if (at > text.size() || text.size() - at < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (to_lower(text[at + i]) != word[i]) return false;
    return true;
}

/// Equal but for upper and lower case; `word` is lower case.
constexpr bool is_word(std::string_view text, std::string_view word) {
    return text.size() == word.size() && has_word(text, 0, word);
}

}  // namespace lockstep
