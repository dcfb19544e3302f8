// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace lockstep {

/// A word that opens a pre-release.
struct PhaseWord {
    std::string_view text;
    ReleasePhase phase;
    bool needs_number;
    bool pep440;  ///< PEP 440 knows it
};

/// A word for a post or dev part.
struct PartWord {
    std::string_view text;
    bool pep440;
};

std::span<const PhaseWord> phase_words();
std::span<const PartWord> post_words();
std::span<const PartWord> dev_words();

/// A post or dev word, alone or with digits behind it.
bool is_post_or_dev(std::string_view token);

/// Length of the variant word at the start of `text` (`alpine3.19`, `jdk17`), which ends there or at `-` or `_`; or 0.
std::size_t variant_word(std::string_view text);

/// A commit hash as part of a tag: `g`, if any, and 7–40 or 64 lower-case hex digits with a digit and a letter among
/// them; `b1234567` is a beta.
bool is_hash_token(std::string_view token);

/// 7–40 or 64 lower-case hex digits with a digit and a letter.
bool is_commit(std::string_view text);

/// Words between separators, none of them empty.
bool is_variant(std::string_view text);

/// An architecture at one end of a text: which, and how many bytes it takes with its separators (0: none).
struct ArchCut {
    Arch arch = Arch::None;
    std::size_t size = 0;
};

/// `-amd64`, `_linux_arm64v8`, … at the end.
ArchCut arch_behind(std::string_view text);
/// `amd64-` at the start.
ArchCut arch_before(std::string_view text);

}  // namespace lockstep
