// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/characters.hpp"
#include "lockstep/version/words.hpp"

#include "core.hpp"

#include <optional>

namespace lockstep {
namespace {

bool starts_variant(std::string_view body, std::size_t at) {
    return (body[at] == '-' || body[at] == '_') && variant_word(body.substr(at + 1)) != 0;
}

LocalKind kind_of_local(std::string_view local) {
    if (is_number(local)) return LocalKind::Number;
    return is_hash_token(local) ? LocalKind::Hash : LocalKind::Text;
}

/// End of the local words from the separator at `at` on, or `at` when there are none; stops before a variant.
std::size_t local_end(std::string_view body, std::size_t at) {
    std::size_t end = at;
    while (end < body.size() && is_separator(body[end]) && !starts_variant(body, end)) {
        const std::size_t word = run_end(body, end + 1, is_alnum);
        if (word == end + 1) break;
        end = word;
    }
    return end;
}

std::optional<Rest> read_rest(std::string_view body, std::size_t at) {
    Rest rest;
    if (at == body.size()) return rest;
    if (!is_separator(body[at])) return std::nullopt;
    const std::size_t first = run_end(body, at + 1, is_alnum);
    const std::string_view word = body.substr(at + 1, first - at - 1);
    if (body[at] == '.' && !(word.starts_with('g') && is_hash_token(word))) return std::nullopt;
    const std::size_t end = local_end(body, at);
    if (end > at) {
        rest.local = piece(at + 1, end);
        rest.local_kind = kind_of_local(body.substr(at + 1, end - at - 1));
    }
    return read_variant(body, end, rest.variant) && (end == body.size() || starts_variant(body, end))
               ? std::optional(rest)
               : std::nullopt;
}

}  // namespace

bool read_pep440(std::string_view body, std::size_t at, Tag& tag) {
    SuffixReader reader(body, true, read_rest);
    std::size_t end = run_end(body, at, is_digit);
    std::uint8_t count = 1;
    for (; char_at(body, end) == '.' && is_digit(char_at(body, end + 1)); ++count)
        end = run_end(body, end + 1, is_digit);
    const auto suffix = reader.longest(end);
    if (!suffix) return false;
    put(*suffix, tag);
    tag.bare_post = false;  // `-N` is a post like any other here
    tag.release_at = piece(at, end);
    tag.count = count;
    tag.kind = Kind::Version;
    return true;
}

}  // namespace lockstep
