// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/registry/registry.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace lockstep {

/// A registry with memory: repositories of tags, each with a digest. Counts what it was asked.
class FakeRegistry final : public Registry {
  public:
    /// Publishes `tag`; equal `content` gives equal digests.
    Digest push(const std::string& repository, const std::string& tag, const std::string& content);
    /// Publishes `tag` as an index with one image per platform ("linux/amd64"); the digest of the image for P is
    /// digest_of(content + P).
    Digest push_index(const std::string& repository, const std::string& tag, const std::string& content,
                      const std::vector<std::string>& platforms);
    /// From now on every list of this repository breaks off after its first `tags`.
    void cut_lists(const std::string& repository, std::size_t tags);
    /// From now on every question fails with this error.
    void fail(Error error);

    Result<Listing> tags(const Repository& repository, const std::stop_token& stop) override;
    Result<Digest> digest(const Repository& repository, const std::string& tag, const std::stop_token& stop) override;
    Result<Manifest> manifest(const Repository& repository, const Digest& digest, const std::stop_token& stop) override;
    void expect(const std::set<Repository>&) override {}
    Result<ImageConfig> config(const Repository& repository, const Digest& digest,
                               const std::stop_token& stop) override;
    Result<Secret> engine_auth(const Repository& repository) override;

    /// "tags REPO", "digest REPO:TAG", "manifest DIGEST", in the order of asking.
    std::vector<std::string> questions() const;

    void forget_questions();

    static Digest digest_of(const std::string& content);

  private:
    void note(std::string question);

    mutable std::mutex mutex_;
    std::map<std::string, std::map<std::string, Digest>> repositories_;
    std::map<Digest, std::vector<PlatformManifest>> indexes_;
    std::map<std::string, std::size_t> cuts_;
    std::optional<Error> failure_;
    std::vector<std::string> questions_;
};

}  // namespace lockstep
