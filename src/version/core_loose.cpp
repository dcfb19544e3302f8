// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/characters.hpp"
#include "lockstep/version/words.hpp"

#include "core.hpp"

#include <array>
#include <optional>

namespace lockstep {
namespace {

std::optional<Rest> hash_rest(std::string_view body, std::size_t at) {
    const std::size_t end = run_end(body, at, is_alnum);
    if (!is_hash_token(body.substr(at, end - at))) return std::nullopt;
    Rest rest{LocalKind::Hash, piece(at, end), {}};
    return read_variant(body, end, rest.variant) ? std::optional(rest) : std::nullopt;
}

/// `Final`, `GA`, `RELEASE` say nothing.
std::optional<Rest> final_rest(std::string_view body, std::size_t at) {
    for (const std::string_view word : {"final", "ga", "release"}) {
        Rest rest;
        if (has_word(body, at, word) && read_variant(body, at + word.size(), rest.variant)) return rest;
    }
    return std::nullopt;
}

std::optional<Rest> number_rest(std::string_view body, std::size_t at) {
    const std::size_t end = run_end(body, at, is_digit);
    if (end == at) return std::nullopt;
    Rest rest{LocalKind::Number, piece(at, end), {}};
    return read_variant(body, end, rest.variant) ? std::optional(rest) : std::nullopt;
}

std::optional<Rest> read_rest(std::string_view body, std::size_t at) {
    if (at == body.size()) return Rest{};
    if (!is_separator(body[at])) return std::nullopt;
    if (const auto rest = hash_rest(body, at + 1)) return rest;
    if (const auto rest = final_rest(body, at + 1)) return rest;
    if (body[at] == '.') return std::nullopt;
    if (body[at] == '_')
        if (const auto rest = number_rest(body, at + 1)) return rest;
    Rest rest;
    return read_variant(body, at, rest.variant) ? std::optional(rest) : std::nullopt;
}

/// Numbers joined by dots: where they end, and where the last one's dot is.
struct Numbers {
    std::size_t end = 0;
    std::size_t shorter_end = 0;
    std::uint8_t count = 0;
    bool padded_second = false;
};

Numbers read_numbers(std::string_view body, std::size_t at) {
    Numbers numbers{run_end(body, at, is_digit), 0, 1, false};
    while (char_at(body, numbers.end) == '.' && is_digit(char_at(body, numbers.end + 1))) {
        numbers.shorter_end = numbers.end;
        numbers.end = run_end(body, numbers.end + 1, is_digit);
        ++numbers.count;
        const std::string_view number = body.substr(numbers.shorter_end + 1, numbers.end - numbers.shorter_end - 1);
        if (numbers.count == 2) numbers.padded_second = number.size() > 1 && number.front() == '0';
    }
    return numbers;
}

/// `X.Y.Z-word.N` with a pre or dev word, as SemVer writes it.
bool is_dotted_pre(std::string_view body, const Numbers& numbers, const Suffix& suffix) {
    if (numbers.count != 3 || char_at(body, numbers.end) != '-') return false;
    if (suffix.phase == ReleasePhase::None && (suffix.has_post || !suffix.has_dev)) return false;
    const std::size_t word = run_end(body, numbers.end + 1, is_letter);
    return word > numbers.end + 1 && char_at(body, word) == '.' && is_digit(char_at(body, word + 1));
}

/// Glued `aN`, `bN`, `cN`, `rcN`.
bool is_glued_pre(std::string_view body, std::size_t at) {
    const std::size_t end = run_end(body, at, is_letter);
    const std::string_view word = body.substr(at, end - at);
    return is_digit(char_at(body, end)) &&
           (is_word(word, "a") || is_word(word, "b") || is_word(word, "c") || is_word(word, "rc"));
}

bool has_numbered(std::string_view body, std::size_t from, std::size_t to, std::string_view word) {
    for (std::size_t at = from; at < to; ++at)
        if (has_word(body, at, word) && is_digit(char_at(body, at + word.size()))) return true;
    return false;
}

bool has_pep440_mark(std::string_view body, const Numbers& numbers, const Suffix& suffix) {
    return numbers.count >= 4 || is_glued_pre(body, numbers.end) ||
           (suffix.has_post && has_numbered(body, numbers.end, suffix.end, ".post")) ||
           (suffix.has_dev && has_numbered(body, numbers.end, suffix.end, ".dev")) || numbers.padded_second;
}

/// pbr writes a zero before the letter of a pre-release: `2.0.0.0a1` is an alpha of 2.0.0.
bool has_pbr_zero(std::string_view body, const Numbers& numbers, const Suffix& suffix) {
    if (suffix.phase == ReleasePhase::None || numbers.count < 4 || is_separator(char_at(body, numbers.end)))
        return false;
    const auto last = body.substr(numbers.shorter_end + 1, numbers.end - numbers.shorter_end - 1);
    return compare_numbers(last, "") == 0;
}

/// A short tag may move over longer ones; in calver one number always does.
Kind kind_of(Scheme scheme, std::uint8_t count) {
    return scheme == Scheme::Calver && count < 2 ? Kind::Floating : Kind::Version;
}

}  // namespace

bool read_variant(std::string_view body, std::size_t at, Piece& variant) {
    if (at == body.size()) return true;
    if ((body[at] != '-' && body[at] != '_') || !is_variant(body.substr(at + 1))) return false;
    variant = piece(at + 1, body.size());
    return true;
}

void put(const Suffix& suffix, Tag& tag) {
    tag.phase = suffix.phase;
    tag.pre_at = suffix.pre;
    tag.post_at = suffix.post;
    tag.dev_at = suffix.dev;
    tag.has_post = suffix.has_post;
    tag.has_dev = suffix.has_dev;
    tag.bare_post = suffix.bare_post;
    tag.local_kind = suffix.rest.local_kind;
    tag.local_at = suffix.rest.local;
    tag.variant_at = suffix.rest.variant;
}

bool read_loose(std::string_view body, std::size_t at, Tag& tag) {
    SuffixReader reader(body, false, read_rest);
    Numbers numbers = read_numbers(body, at);
    auto suffix = reader.longest(numbers.end);
    if (!suffix && numbers.count > 1) {
        numbers.end = numbers.shorter_end;
        --numbers.count;
        suffix = reader.longest(numbers.end);
    }
    if (!suffix) return false;
    put(*suffix, tag);
    tag.dotted_pre = is_dotted_pre(body, numbers, *suffix);
    tag.pep440_mark = has_pep440_mark(body, numbers, *suffix);
    const bool zero = has_pbr_zero(body, numbers, *suffix);
    tag.release_at = piece(at, zero ? numbers.shorter_end : numbers.end);
    tag.count = static_cast<std::uint8_t>(zero ? numbers.count - 1 : numbers.count);
    tag.kind = kind_of(tag.scheme, tag.count);
    return true;
}

}  // namespace lockstep
