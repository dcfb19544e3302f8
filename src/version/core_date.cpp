// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/characters.hpp"
#include "lockstep/version/words.hpp"

#include "core.hpp"

namespace lockstep {
namespace {

/// End of `20YY-MM-DD`, `20YYMMDD` or `20YYMMDD` + HH, HHMM or HHMMSS at `at`; 0 when there is none.
std::size_t day_end(std::string_view body, std::size_t at) {
    if (!body.substr(at).starts_with("20")) return 0;
    if (const std::size_t dashed = dashed_date(body.substr(at)); dashed != 0) return at + dashed;
    const std::size_t end = run_end(body, at, is_digit);
    return is_date_number(body.substr(at, end - at)) ? end : 0;
}

/// `T21-37-07Z`: digit groups joined by dashes.
std::size_t time_end(std::string_view body, std::size_t at) {
    std::size_t end = run_end(body, at, is_digit);
    if (end == at) return 0;
    while (char_at(body, end) == '-' && is_digit(char_at(body, end + 1))) end = run_end(body, end + 1, is_digit);
    return end;
}

/// End of the serial behind the day, or `at` when there is none.
std::size_t serial_end(std::string_view body, std::size_t at) {
    if (char_at(body, at) == 'T') {
        const std::size_t end = time_end(body, at + 1);
        return end == 0 ? at : end;
    }
    if (!is_separator(char_at(body, at))) return at;
    const std::size_t end = run_end(body, at + 1, is_digit);
    const std::size_t digits = end - at - 1;
    const bool ends = end == body.size() || is_separator(body[end]);
    return digits >= 1 && digits <= 6 && ends ? end : at;
}

/// What follows a date: nothing, a hash, a variant (also behind a dot).
bool read_rest(std::string_view body, std::size_t at, Tag& tag) {
    if (at == body.size()) return true;
    if (!is_separator(body[at]) || !is_variant(body.substr(at + 1))) return false;
    const std::size_t end = run_end(body, at + 1, is_alnum);
    if (!is_hash_token(body.substr(at + 1, end - at - 1))) {
        tag.variant_at = piece(at + 1, body.size());
        return true;
    }
    tag.local_kind = LocalKind::Hash;
    tag.local_at = piece(at + 1, end);
    if (end < body.size()) tag.variant_at = piece(end + 1, body.size());
    return true;
}

std::uint8_t count_numbers(std::string_view date) {
    std::uint8_t count = 0;
    for (NumberReader numbers(date, true); numbers.next();) ++count;
    return count;
}

}  // namespace

bool read_date(std::string_view body, std::size_t at, Tag& tag) {
    const std::size_t day = day_end(body, at);
    if (day == 0) return false;
    const std::size_t serial = serial_end(body, day);
    const bool zulu = serial > day && char_at(body, day) == 'T' && char_at(body, serial) == 'Z';
    if (!read_rest(body, zulu ? serial + 1 : serial, tag)) return false;
    tag.release_at = piece(at, serial);
    tag.dated = true;
    tag.count = count_numbers(tag.release());
    tag.kind = tag.scheme == Scheme::Calver ? Kind::Version : Kind::Date;
    return true;
}

}  // namespace lockstep
