// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/check_line.hpp"
#include "lockstep/registry/registry.hpp"
#include "lockstep/release/release.hpp"
#include "lockstep/select/evidence.hpp"

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// What a registry said about one part. Errors are answers, too.
struct PartEvidence {
    std::string tag;                           ///< under which the version was looked for, in the publisher's spelling
    Result<Digest> digest;                     ///< of that tag
    std::optional<Result<Manifest>> manifest;  ///< behind it; nothing when there is no digest
    std::vector<std::string> listed = {};      ///< tags, as far as they could be had
    bool all_listed = false;                   ///< false: a tag may be missing in `listed`
    std::vector<ExpectedAlias> aliases = {};
    std::map<std::string, Result<Digest>> digests = {};  ///< of the moving tags, and of versions that may explain them
};

struct ReleaseEvidence {
    std::vector<PartEvidence> parts;  ///< as in the question
    std::optional<Result<std::string>> server;
};

/// Asks everything that `judge` needs, the parts at the same time. Reads only.
ReleaseEvidence ask_about(const ReleaseQuestion& question, Registry& registry, ServerVersion& server,
                          const std::stop_token& stop);

/// Holds the evidence against what is expected. Pure. Areas: image, platform, tag, server, container. Reasons of good
/// checks: published, platform-there, points-here, superseded (a higher version has moved the tag since), untouched,
/// server-runs-it, runs-it, runs-newer, other-major, pre-release. Of bad ones: image-missing, platform-missing,
/// tag-missing, points-elsewhere, moved-by-pre-release, server-elsewhere, lags, stale-image. Unknown: platform-unknown,
/// tag-list-incomplete, or the code of the error.
std::vector<CheckLine> judge(const ReleaseQuestion& question, const ReleaseEvidence& evidence);

}  // namespace lockstep
