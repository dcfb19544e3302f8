// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/registry/registry.hpp"

#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// What registry and servers said, each asked once however many containers need the answer. One thread uses it; the
/// questions of one call go out in parallel.
class Evidence {
  public:
    Evidence(Registry& registry, ServerVersion& server, Clock& clock);

    /// Forgets what may have changed since the last cycle. Digests of version tags are kept for a day, manifests for
    /// ever: the first hardly ever change, the second cannot.
    void start_cycle();

    /// Asks for all tag lists and server versions that are not known yet in this cycle.
    void collect(const std::set<Repository>& repositories, const std::set<ServerEndpoint>& servers,
                 const std::stop_token& stop);

    /// Answers of `collect`.
    const Result<Listing>& tags(const Repository& repository) const;
    const Result<std::string>& server(const ServerEndpoint& endpoint) const;

    using Tag = std::pair<Repository, std::string>;
    /// Whether a digest may be remembered beyond this cycle.
    enum class Lasting { Cycle, Day };
    /// Asks for the digests of tags that are not known yet.
    void collect_digests(const std::vector<Tag>& tags, Lasting lasting, const std::stop_token& stop);
    /// Answer of `collect_digests`.
    const Result<Digest>& digest(const Repository& repository, const std::string& tag) const;

    /// The manifest behind a digest, asked once ever.
    Result<Manifest> manifest(const Repository& repository, const Digest& digest, const std::stop_token& stop);

  private:
    struct KnownDigest {
        Result<Digest> digest;
        Lasting lasting = Lasting::Cycle;
        Ticks asked = {};
    };

    Registry& registry_;
    ServerVersion& server_;
    Clock& clock_;
    std::map<Repository, Result<Listing>> tags_;
    std::map<ServerEndpoint, Result<std::string>> servers_;
    std::map<Tag, KnownDigest> digests_;
    std::map<std::pair<Repository, Digest>, Manifest> manifests_;
};

}  // namespace lockstep
