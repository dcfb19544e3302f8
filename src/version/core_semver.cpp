// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/characters.hpp"
#include "lockstep/version/words.hpp"

#include "core.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// Position of the first dash before a listed variant word, or the end.
std::size_t variant_start(std::string_view body, std::size_t at) {
    for (std::size_t dash = body.find('-', at); dash != std::string_view::npos; dash = body.find('-', dash + 1))
        if (variant_word(body.substr(dash + 1)) != 0) return dash;
    return body.size();
}

bool is_padded(std::string_view number) {
    return number.size() > 1 && number.front() == '0';
}

bool is_identifier_character(char c) {
    return is_alnum(c) || c == '-';
}

/// Identifiers joined by dots (SemVer 2.0 clauses 9 and 10); numbers of a pre-release have no leading zeros.
bool are_identifiers(std::string_view text, bool pre_release) {
    for (std::size_t at = 0;; ++at) {
        const std::size_t end = run_end(text, at, is_identifier_character);
        const std::string_view identifier = text.substr(at, end - at);
        if (identifier.empty() || (pre_release && is_number(identifier) && is_padded(identifier))) return false;
        if (end == text.size()) return true;
        if (text[end] != '.') return false;
        at = end;
    }
}

/// By the letters that the first identifier starts with; unknown words are development builds.
ReleasePhase phase_of(std::string_view identifiers) {
    const std::string_view letters = identifiers.substr(0, run_end(identifiers, 0, is_letter));
    for (const PhaseWord& word : phase_words())
        if (is_word(letters, word.text)) return word.phase;
    return ReleasePhase::Numeric;
}

LocalKind kind_of_build(std::string_view build) {
    if (build.empty()) return LocalKind::None;
    if (is_number(build)) return LocalKind::Number;
    return is_hash_token(build) ? LocalKind::Hash : LocalKind::Text;
}

/// Up to three numbers; the end of them, or 0 when one is padded with zeros.
std::size_t read_release(std::string_view core, std::size_t at, std::uint8_t& count) {
    for (count = 1;; ++count) {
        const std::size_t end = run_end(core, at, is_digit);
        if (is_padded(core.substr(at, end - at))) return 0;
        if (count == 3 || char_at(core, end) != '.' || !is_digit(char_at(core, end + 1))) return end;
        at = end + 1;
    }
}

}  // namespace

bool read_semver(std::string_view body, std::size_t at, Tag& tag) {
    const std::size_t variant = variant_start(body, at);
    const std::string_view core = body.substr(0, variant);
    std::uint8_t count = 0;
    const std::size_t release = read_release(core, at, count);
    Piece variant_at;
    if (release == 0 || !read_variant(body, variant, variant_at)) return false;
    if (count < 3 && release != core.size()) return false;
    const std::size_t plus = std::min(core.find('_', release), core.size());
    const bool has_pre = char_at(core, release) == '-' && plus > release;
    if (!has_pre && plus != release) return false;
    if (has_pre && !are_identifiers(core.substr(release + 1, plus - release - 1), true)) return false;
    if (plus < core.size() && !are_identifiers(core.substr(plus + 1), false)) return false;
    tag.release_at = piece(at, release);
    tag.count = count;
    tag.variant_at = variant_at;
    if (has_pre) tag.pre_at = piece(release + 1, plus);
    if (has_pre) tag.phase = phase_of(core.substr(release + 1, plus - release - 1));
    if (plus < core.size()) tag.local_at = piece(plus + 1, core.size());
    tag.local_kind = kind_of_build(tag.local());
    tag.kind = count < 3 ? Kind::Floating : Kind::Version;
    return true;
}

}  // namespace lockstep
