// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/select.hpp"
#include "lockstep/version/policy.hpp"

#include <string>
#include <variant>
#include <vector>

namespace lockstep {

/// One container of a group.
struct GroupMember {
    std::string name;   ///< of the container
    std::string place;  ///< where its images come from and for what: "registry.example/node for linux/amd64"
    /// What is to be decided about it; a verdict when that is settled already and it stays as it is.
    std::variant<Question, AliasQuestion, Verdict> asked;
};

/// Moves the members of a group together: to the highest version (or X.Y) that each of them can be at by its own
/// policy, channel and constraint, in its own repository and for its own platform. One verdict per member, in order;
/// either all verdicts fit together or nobody moves. Pure, and one answer for any order of the members. With one member
/// it is `select` or `follow_alias`. Members that are at the version already keep; nobody goes down unless its own
/// policy says so. Two tags are of one version when they differ in spelling, post release and build part only.
///
/// Further reasons of Keep: group-waits (a version is not there for every member yet; the sentence names who lacks it)
/// and group-held (a member's own rules, or what is known of it, hold the others back; the sentence names it).
/// A member that refuses, or whose evidence is missing, holds all others where they are. All members have to be read in
/// one scheme.
std::vector<Verdict> select_group(const std::vector<GroupMember>& members, GroupBy by);

/// The verdict on a member that has to stay because `member` does, for `reason` (a word of that member's verdict).
Verdict held_by(const std::string& member, const std::string& reason, const std::string& sentence);

}  // namespace lockstep
