// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/image/digest.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// Where images of one name live, normalised: `docker.io`, `library/busybox`.
struct Repository {
    std::string registry;  ///< host[:port], as people write it; Docker Hub is "docker.io"
    std::string path;

    auto operator<=>(const Repository&) const = default;
    /// "docker.io/library/busybox"
    std::string text() const { return registry + "/" + path; }
};

/// A parsed image reference `[registry/]path[:tag][@digest]` (grammar of distribution/reference, normalised the way
/// Docker does: no host means docker.io, one component there gets `library/`, no tag and no digest means `latest`).
class Reference {
  public:
    /// Malformed `reference-invalid` with what is wrong and where; never throws.
    static Result<Reference> parse(std::string_view text);

    const Repository& repository() const { return repository_; }
    /// Empty only when a digest was written without a tag.
    const std::string& tag() const { return tag_; }
    const std::optional<Digest>& digest() const { return digest_; }

    /// The same repository in the words a person used ("busybox" stays "busybox"), with this tag and no digest.
    Reference with_tag(std::string_view tag) const;
    /// The same words, with this digest and no tag: what is pulled and verified.
    Reference pinned(const Digest& digest) const;

    /// As written: name, then ":tag" and "@digest" where present.
    std::string text() const;
    /// The part before ":tag" and "@digest", as written.
    const std::string& name() const { return name_; }

  private:
    Reference() = default;
    std::string name_;
    Repository repository_;
    std::string tag_;
    std::optional<Digest> digest_;
};

/// `[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`: what OCI distribution-spec allows as a tag.
bool is_tag(std::string_view text);

}  // namespace lockstep
