// SPDX-License-Identifier: Apache-2.0
#include "suffix.hpp"

#include "lockstep/version/characters.hpp"
#include "lockstep/version/words.hpp"

namespace lockstep {
namespace {

constexpr std::size_t end_of(Piece piece) {
    return static_cast<std::size_t>(piece.at) + piece.size;
}

}  // namespace

std::optional<Suffix> SuffixReader::longest(std::size_t at) {
    best_.reset();
    Suffix none;
    none.end = at;
    try_pre(none);
    return best_;
}

void SuffixReader::try_pre(const Suffix& base) {
    if (base.end == body_.size()) return offer(base);
    const char initial = initial_at(base.end);
    for (const PhaseWord& word : phase_words()) {
        if (word.text.front() != initial || (pep440_ && !word.pep440)) continue;
        if (const std::size_t after = word_at(base.end, word.text); after != 0)
            try_pre_word(base, after, word.phase, word.needs_number);
    }
    try_post(base);
}

void SuffixReader::try_pre_word(const Suffix& base, std::size_t after, ReleasePhase phase, bool needs_number) {
    Suffix suffix = base;
    suffix.phase = phase;
    if (const Piece number = number_at(after, true); number.size != 0) {
        suffix.pre = number;
        suffix.end = end_of(number);
        try_identifiers(suffix);
    }
    if (needs_number) return;
    suffix.pre = {};
    suffix.end = after;
    try_identifiers(suffix);
}

void SuffixReader::try_identifiers(const Suffix& base) {
    try_post(base);
    if (pep440_) return;
    Suffix suffix = base;
    for (std::size_t end = identifier_end(suffix.end); end != 0; end = identifier_end(suffix.end)) {
        const std::size_t from = suffix.pre.size == 0 ? suffix.end + 1 : suffix.pre.at;
        suffix.pre = piece(from, end);
        suffix.end = end;
        try_post(suffix);
    }
}

void SuffixReader::try_post(const Suffix& base) {
    if (base.end == body_.size()) return offer(base);
    const char initial = initial_at(base.end);
    for (const PartWord& word : post_words()) {
        if (word.text.front() != initial) continue;
        const std::size_t after = word_at(base.end, word.text);
        if (after == 0) continue;
        Suffix suffix = base;
        suffix.has_post = true;
        if (suffix.post = number_at(after, true); suffix.post.size != 0) {
            suffix.end = end_of(suffix.post);
            try_dev(suffix);
        }
        suffix.post = {};
        suffix.end = after;
        try_dev(suffix);
    }
    try_bare_post(base);
    try_dev(base);
}

void SuffixReader::try_bare_post(const Suffix& base) {
    if (char_at(body_, base.end) != '-') return;
    const Piece number = number_at(base.end, true);
    if (number.size == 0) return;
    const std::size_t end = end_of(number);
    const char next = char_at(body_, end);
    if (!pep440_ && next != '\0' && next != '-' && next != '_' && !starts_dev(end)) return;
    Suffix suffix = base;
    suffix.has_post = true;
    suffix.bare_post = true;
    suffix.post = number;
    suffix.end = end;
    try_dev(suffix);
}

void SuffixReader::try_dev(const Suffix& base) {
    if (base.end == body_.size()) return offer(base);
    const char initial = initial_at(base.end);
    for (const PartWord& word : dev_words()) {
        if (word.text.front() != initial || (pep440_ && !word.pep440)) continue;
        const std::size_t after = word_at(base.end, word.text);
        if (after == 0) continue;
        Suffix suffix = base;
        suffix.has_dev = true;
        if (suffix.dev = number_at(after, true); suffix.dev.size != 0) {
            suffix.end = end_of(suffix.dev);
            offer(suffix);
        }
        suffix.dev = {};
        suffix.end = after;
        offer(suffix);
    }
    offer(base);
}

void SuffixReader::offer(const Suffix& suffix) {
    if (best_ && best_->end >= suffix.end) return;
    if (const auto rest = rest_(body_, suffix.end)) {
        best_ = suffix;
        best_->rest = *rest;
    }
}

/// What a word there begins with, behind one separator or none.
char SuffixReader::initial_at(std::size_t at) const {
    return to_lower(char_at(body_, is_separator(char_at(body_, at)) ? at + 1 : at));
}

/// Position behind `word` and the separator before it, if any; 0 when it is not there.
std::size_t SuffixReader::word_at(std::size_t at, std::string_view word) const {
    if (is_separator(char_at(body_, at))) ++at;
    return has_word(body_, at, word) ? at + word.size() : 0;
}

/// The digits at `at`, behind a separator if `separated` allows one. A dashed date behind a dash is one number.
Piece SuffixReader::number_at(std::size_t at, bool separated) const {
    const char separator = char_at(body_, at);
    if (separated && is_separator(separator)) ++at;
    const std::size_t dashed = !pep440_ && separator == '-' && at <= body_.size() ? dashed_date(body_.substr(at)) : 0;
    return piece(at, dashed != 0 ? at + dashed : run_end(body_, at, is_digit));
}

/// End of the identifier behind the dot at `dot`; 0 when there is none or it belongs to a later part.
std::size_t SuffixReader::identifier_end(std::size_t dot) const {
    if (char_at(body_, dot) != '.') return 0;
    const std::size_t end = run_end(body_, dot + 1, is_alnum);
    const std::string_view token = body_.substr(dot + 1, end - dot - 1);
    return token.empty() || is_post_or_dev(token) || is_hash_token(token) ? 0 : end;
}

bool SuffixReader::starts_dev(std::size_t at) const {
    for (const PartWord& word : dev_words())
        if (word_at(at, word.text) != 0) return true;
    return false;
}

}  // namespace lockstep
