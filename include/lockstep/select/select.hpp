// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "lockstep/select/evidence.hpp"
#include "lockstep/select/verdict.hpp"
#include "lockstep/version/policy.hpp"

namespace lockstep {

/// Everything a choice rests on.
struct Question {
    std::string current;                   ///< tag of the running container's reference
    std::optional<std::string> resolved;   ///< the version tag it really runs, when `current` is not one itself
    TagList tags;                          ///< every tag of the repository
    ServerEvidence server = ServerNotAsked{};
    Policy policy;
    bool want_trace = false;
};

/// Picks the version tag to move to by the rules of the policy. Pure: one answer for any order of the tag list; never
/// across a major, never down except as the policy says, never on missing evidence. Never throws.
Verdict select(const Question& question);

/// Following an alias (floating, codename or name tag) by its digest; the tag stays.
struct AliasQuestion {
    std::string tag;
    std::vector<Digest> running;  ///< digests the running image is known by
    Digest now;                   ///< digest the tag has in the registry now
    TagDigests digests;           ///< known digests of the repository's tags
    TagList tags;
    Policy policy;
};

/// Update to the same tag, keep when the digest is unchanged, or refuse when the alias left its line or moved backwards.
Verdict follow_alias(const AliasQuestion& question);

/// True when `tag` is followed by `follow_alias` under this policy instead of `select`.
bool follows_alias(const std::string& tag, const TagList& tags, const Policy& policy);

}  // namespace lockstep
