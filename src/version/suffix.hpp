// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace lockstep {

/// What may follow the pre, post and dev parts: local part and variant.
struct Rest {
    LocalKind local_kind = LocalKind::None;
    Piece local;
    Piece variant;
};

/// One reading of `[pre] [post] [dev]` and of the rest behind it.
struct Suffix {
    ReleasePhase phase = ReleasePhase::None;
    Piece pre, post, dev;
    bool has_post = false;
    bool has_dev = false;
    bool bare_post = false;
    std::size_t end = 0;
    Rest rest;
};

/// Reads the rest at a position, or nothing when it is not legal.
using RestReader = std::optional<Rest> (*)(std::string_view body, std::size_t at);

constexpr Piece piece(std::size_t from, std::size_t to) {
    return {static_cast<std::uint8_t>(from), static_cast<std::uint8_t>(to - from)};
}

/// Finds the longest suffix from a position on that leaves a legal rest. Of several readings of one length the first
/// one tried wins: a number belongs to the word before it, and identifiers take only what post and dev cannot.
class SuffixReader {
  public:
    SuffixReader(std::string_view body, bool pep440, RestReader rest) : body_(body), pep440_(pep440), rest_(rest) {}

    std::optional<Suffix> longest(std::size_t at);

  private:
    void try_pre(const Suffix& base);
    void try_pre_word(const Suffix& base, std::size_t after, ReleasePhase phase, bool needs_number);
    void try_identifiers(const Suffix& base);
    void try_post(const Suffix& base);
    void try_bare_post(const Suffix& base);
    void try_dev(const Suffix& base);
    void offer(const Suffix& suffix);

    char initial_at(std::size_t at) const;
    std::size_t word_at(std::size_t at, std::string_view word) const;
    Piece number_at(std::size_t at, bool separated) const;
    std::size_t identifier_end(std::size_t dot) const;
    bool starts_dev(std::size_t at) const;

    std::string_view body_;
    bool pep440_;
    RestReader rest_;
    std::optional<Suffix> best_;
};

}  // namespace lockstep
