// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/verdict.hpp"
#include "lockstep/version/family.hpp"
#include "lockstep/version/tag_book.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// What runs now. `version` is missing for a floating tag or codename that nobody could resolve; its `pin` then still
/// tells the line.
struct Current {
    Tag tag;                     ///< the tag of the reference
    std::optional<Tag> version;  ///< what it stands for; the tag itself if that is a version
    std::optional<Tag> pin;      ///< the line of a floating tag or codename
    Family family;

    /// The release to measure majors against: the version, else the pin.
    const Tag& base() const { return version ? *version : *pin; }
};

/// The line that a floating tag or codename stands for; nothing for other tags.
std::optional<Tag> pin_of(const Tag& tag, const Codenames& codenames);

/// "codename-mismatch" or "floating-mismatch".
std::string mismatch_word(const Tag& tag);

/// Reads what runs, or says why nothing can be decided about it: `refusal` is then filled.
std::optional<Current> read_current(const TagBook& repository, std::string_view tag,
                                    const std::optional<std::string>& resolved, bool line_suffices, Verdict& refusal);

}  // namespace lockstep
