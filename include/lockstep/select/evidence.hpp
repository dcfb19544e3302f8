// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/image/digest.hpp"
#include "lockstep/version/tag_shelf.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lockstep {

/// The tags of one repository. `complete` is false when paging broke off or a limit cut it: then absence proves
/// nothing. Copies share the tags and their readings.
struct TagList {
    TagShelf tags;
    bool complete = true;
    std::string why_incomplete = {};
};

/// The policy needs no server.
struct ServerNotAsked {};
/// Transport error, timeout, status other than 200.
struct ServerUnreachable {
    std::string why;
};
/// It answered, but not with a version we can read.
struct ServerUnreadable {
    std::string why;
};
/// The version it runs, as it wrote it.
struct ServerRuns {
    std::string version;
};
using ServerEvidence = std::variant<ServerNotAsked, ServerUnreachable, ServerUnreadable, ServerRuns>;

/// All digests that one tag stands for: that of the index and those of its platform manifests, as far as known.
using TagDigests = std::map<std::string, std::vector<Digest>, std::less<>>;

}  // namespace lockstep
