// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/evidence.hpp"
#include "lockstep/select/verdict.hpp"
#include "lockstep/version/policy.hpp"

#include <optional>
#include <set>
#include <string>

namespace lockstep {

/// Everything a choice rests on.
struct Question {
    std::string current;                  ///< tag of the running container's reference
    std::optional<std::string> resolved;  ///< the version tag it really runs, when `current` is not one itself
    TagList tags;                         ///< every tag of the repository
    ServerEvidence server = ServerNotAsked{};
    Policy policy;
    bool want_trace = false;
    std::vector<Digest> running =
        {};                   ///< digests the running image is known by; a target with one of them is no update
    TagDigests digests = {};  ///< known digests of the repository's tags
    /// Tags that are listed, but have no image for the platform of the container: as if they were not there.
    std::set<std::string, std::less<>> absent = {};
};

/// Picks the version tag to move to by the rules of the policy. Pure: one answer for any order of the tag list; never
/// across a major, never down except as the policy says, never on missing evidence. Never throws.
///
/// Reasons of Update: newer-version, constraint (down, to meet it), server-moved, server-moved-down, server-patch
/// (newer patch of the server's line), server-fallback (newer patch without the server's word). Reasons of Keep:
/// pinned, up-to-date, server-unreachable, tag-list-incomplete. Reasons of Refuse: current-not-a-version,
/// current-unresolved, floating-mismatch, codename-mismatch, constraint-invalid, constraint-unsatisfied, no-candidate,
/// downgrade-refused, server-version-invalid, server-major-mismatch, server-minor-unavailable,
/// server-exact-unavailable, server-prerelease-not-allowed. Reasons in the trace: taken, running, older, lower (a
/// higher one is taken), floating, not-a-version, other-prefix, other-variant, other-architecture, other-build,
/// other-form, other-platform, excluded, fewer-numbers, other-major, other-minor, outside-pin, pre-release,
/// outside-constraint, outside-group, not-the-server, server-unknown, not-considered.
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

/// Update (alias-moved, alias-moved-down) to the same tag, keep (up-to-date, pinned) when the digest is unchanged, or
/// refuse (codename-mismatch, floating-mismatch, alias-prerelease, alias-moved-backwards) when the alias left its line
/// or moved backwards. An alias that cannot be resolved is followed: that is what was asked for.
Verdict follow_alias(const AliasQuestion& question);

/// True when `tag` is followed by `follow_alias` under this policy instead of `select`: codename, floating and name
/// tags, unless they are pinned, follow a server or are to be replaced by versions (`track`). A codename's `-live` tag
/// has no versions and is always followed by its digest, except under the server policies.
bool follows_alias(const std::string& tag, const TagList& tags, const Policy& policy);

}  // namespace lockstep
