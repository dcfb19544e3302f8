// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/notebook.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/registry/registry.hpp"
#include "lockstep/select/evidence.hpp"

#include <map>
#include <optional>
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
    Evidence(Registry& registry, ServerVersion& server, Clock& clock, Notebook& notebook);

    /// Forgets what may have changed since the last cycle. What hardly ever changes stands in the notebook.
    void start_cycle();

    /// Asks for all tag lists and server versions that are not known yet in this cycle.
    void collect(const std::set<Repository>& repositories, const std::set<ServerEndpoint>& servers,
                 const std::stop_token& stop);

    /// Answers of `collect`.
    const Result<TagList>& tags(const Repository& repository) const;
    const Result<std::string>& server(const ServerEndpoint& endpoint) const;

    using Tag = std::pair<Repository, std::string>;
    /// Whether a digest may be remembered beyond this cycle: that of a version tag is asked again after a day, for even
    /// such a tag can be written anew.
    enum class Lasting { Cycle, Day };
    /// Asks for the digests of tags that are not known yet. For `Cycle` the notebook is not good enough: what is to be
    /// pulled is asked now.
    void collect_digests(const std::vector<Tag>& tags, Lasting lasting, const std::stop_token& stop);
    /// Answer of `collect_digests`.
    const Result<Digest>& digest(const Repository& repository, const std::string& tag) const;

    /// The manifest behind a digest, asked once in the life of the program.
    Result<Manifest> manifest(const Repository& repository, const Digest& digest, const std::stop_token& stop);

    /// The digests of the images in an index, empty for anything else; what a digest stands for cannot change, so each
    /// is asked once ever. Also empty when there is no answer.
    std::vector<Digest> images_in(const Repository& repository, const Digest& index, const std::stop_token& stop);

  private:
    std::optional<Digest> remembered(const Tag& tag) const;

    Registry& registry_;
    ServerVersion& server_;
    Clock& clock_;
    Notebook& notebook_;
    std::map<Repository, Result<TagList>> tags_;
    std::map<ServerEndpoint, Result<std::string>> servers_;
    std::map<Tag, Result<Digest>> digests_;
    std::set<Tag> recalled_;  ///< those of them that nobody has asked for today
    std::map<std::pair<Repository, Digest>, Manifest> manifests_;
};

}  // namespace lockstep
