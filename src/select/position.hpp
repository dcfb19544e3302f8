// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/group.hpp"

#include "choice.hpp"

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// Order of what a group has in common: X.Y, or the version without post release and build part.
std::strong_ordering compare_lines(Tag a, Tag b, GroupBy by);

/// Why a member cannot be at a version.
struct Obstacle {
    bool unpublished = false;  ///< its repository has no such image; else its own rules do not take it
    std::string sentence;
};

/// One member of a group: where it stands, and where it may go by itself.
class Position {
  public:
    explicit Position(GroupBy by) : by_(by) {}
    virtual ~Position() = default;

    /// What it would do alone.
    const Verdict& own() const { return own_; }
    /// The version that runs; nothing when nobody knows.
    const std::optional<Tag>& stands() const { return stands_; }
    /// The versions that its own rules admit, the highest first.
    const std::vector<Tag>& may_go() const { return may_go_; }
    bool may_go_to(const Tag& line) const;
    bool is_at(const Tag& line) const;
    /// Its rules do not let it stay.
    bool leaves() const { return own_.action == Action::Update && own_.direction == Direction::Down; }
    /// It stays for a reason of its own that also holds the others.
    bool is_stuck() const;

    /// The move to the line of `line`, or null when there is none.
    virtual std::optional<Verdict> move_to(const Tag& line) = 0;
    virtual Obstacle obstacle(const Tag& line) = 0;
    /// The final verdict, with its trace if one is wanted. `line`: what the group is at; null: where it stands.
    virtual Verdict explained(Verdict verdict, const Tag*) { return verdict; }

  protected:
    bool same_line(const Tag& a, const Tag& b) const { return compare_lines(a, b, by_) == 0; }

    GroupBy by_;
    Verdict own_;
    std::optional<Tag> stands_;
    std::vector<Tag> may_go_;
};

/// Refers to `member`, which must outlive it.
std::unique_ptr<Position> position_of(const GroupMember& member, GroupBy by);

}  // namespace lockstep
