// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/select/evidence.hpp"
#include "lockstep/version/policy.hpp"

#include <map>
#include <string>
#include <vector>

namespace lockstep {

/// What is known of a running image whose tag does not say its version.
struct Running {
    std::string tag;
    std::vector<Digest> digests;                ///< of its RepoDigests
    std::map<std::string, std::string> labels;  ///< of the image
};

struct Resolved {
    std::string version;  ///< the version tag it runs; by label: the version as the label has it
    std::string by;       ///< "tag", "digest" or "label"
};

/// Which version runs: the tag itself, else the best version tag with the same digest, else a trustworthy label.
/// Errors are NotFound with the reason as `code`: `current-unresolved` (codename, floating), `current-not-a-version`
/// (the others), `codename-mismatch` and `floating-mismatch` (the digest is only known as a version of another line).
Result<Resolved> resolve(const Running& running, const TagList& tags, const TagDigests& digests, const Policy& policy);

/// The version tags whose digests are worth asking for to resolve `running`, at most `limit`: those of its own line
/// first, newest first, so the first one found to have its digest is the answer; then the others.
/// Empty when no registry question can help (the tag is a version, or the image has no digest).
std::vector<std::string> worth_asking(const Running& running, const TagList& tags, const Policy& policy,
                                      std::size_t limit = 30);

}  // namespace lockstep
