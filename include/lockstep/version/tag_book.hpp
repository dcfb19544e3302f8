// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// All tags of one repository, each read once, with the two facts that only the whole list can tell:
/// whether `1.2.3-1` is a revision or a SemVer pre-release, and which short tags float over longer ones.
/// Refers to the caller's strings and codenames; about 70 bytes per tag beside them.
class TagBook {
  public:
    /// `running` is a tag that counts as evidence too, listed or not.
    TagBook(std::span<const std::string> tags, Scheme scheme, const Codenames& codenames,
            std::string_view running = {});

    /// The listed tags, in the order of the list.
    std::span<const Tag> tags() const { return std::span(tags_).first(listed_); }

    /// Reads another text with the facts of this repository; `text` must outlive the result.
    Tag read(std::string_view text) const;

    /// The tags read differently beside `running`: it has to be known when the book is made.
    bool learns_from(std::string_view running) const;

    /// The repository writes dotted SemVer pre-releases (`1.2.3-rc.1`) and nothing in the manner of PEP 440, so `-1` is
    /// a pre-release. Scheme auto only. A change of this fact deserves a log line.
    bool speaks_semver() const { return speaks_semver_; }

    Scheme scheme() const { return scheme_; }
    const Codenames& codenames() const { return *codenames_; }

  private:
    void apply_dash_rule(Tag& tag) const;
    void mark_floating();
    bool floats(const Tag& tag) const;
    bool any(bool Tag::*fact) const;

    Scheme scheme_;
    const Codenames* codenames_;
    std::vector<Tag> tags_;
    std::size_t listed_;
    bool speaks_semver_ = false;
    std::vector<std::size_t> standing_;  ///< short tags that nothing extends
};

}  // namespace lockstep
