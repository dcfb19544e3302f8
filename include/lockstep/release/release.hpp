// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/image/platform.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/version/policy.hpp"
#include "lockstep/version/tag.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a release consists of: which repositories get its image, and which moving tags its publisher moves with it.

namespace lockstep {

/// One repository of a release. The moving tags are those of vantage6's release workflow: codename and `latest` move on
/// every final, `<codename>-live` likewise but only where live instances are built, `X.Y` on finals and on everything
/// of patch 0.
struct ReleasePart {
    std::string name;  ///< "node"
    Repository repository;
    bool codename = true;  ///< codename and `latest` are moved here
    bool live = false;     ///< `<codename>-live` is moved here
    bool line = false;     ///< `X.Y` is moved here
};

/// A container of this host, as far as a release is concerned.
struct HostContainer {
    std::string name;
    Repository repository;
    std::string tag;
    std::vector<Digest> digests;  ///< its image is known by
};

/// What is asked about a release.
struct ReleaseQuestion {
    std::string version;  ///< a version without prefix, variant and architecture
    std::vector<ReleasePart> parts;
    std::vector<Platform> platforms;  ///< that every image must have
    std::vector<std::string> tags;    ///< moving tags that must point here, in the place of those that the parts have
    Codenames codenames;
    std::optional<ServerEndpoint> server;
    std::vector<HostContainer> containers;
};

/// A moving tag and where it has to point.
struct ExpectedAlias {
    std::string tag;
    std::string line;  ///< release prefix of the versions that it may stand for; empty: any
    bool here = true;  ///< false: this release must not have moved it
};

/// The moving tags of one part for one version. `listed` decides between spellings of one codename (troltunga,
/// trolltunga). A tag that may point here or not is left out.
std::vector<ExpectedAlias> expected_aliases(const ReleaseQuestion& question, const ReleasePart& part,
                                            const std::vector<std::string>& listed);

/// Where vantage6 itself publishes.
inline constexpr std::string_view kVantage6Registry = "harbor2.vantage6.ai/infrastructure";

/// The parts of a vantage6 release below a registry prefix such as "registry.example/team". `version` decides: from
/// major 5 on the server's image is called hq. Malformed `reference-invalid` for a prefix that makes no image name.
Result<std::vector<ReleasePart>> vantage6_release(std::string_view prefix, const Tag& version);

/// A repository that a person names. When its last word is that of a vantage6 part it has that part's moving tags, else
/// none.
Result<ReleasePart> release_part(std::string_view repository);

}  // namespace lockstep
