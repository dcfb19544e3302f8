// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/registry/registry.hpp"

#include "registry/host_book.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// What tags stood for and what manifests said, kept in the book: a manifest never changes, so it is fetched once ever;
/// a tag's digest is what a conditional question starts from. Safe to use from several threads.
class KnownManifests {
  public:
    explicit KnownManifests(HostBook& book) : book_(book) {}

    /// The digest that this tag had when it was asked with the same Accept list.
    std::optional<Digest> digest(const Repository& repository, const std::string& tag) const;
    void learn(const Repository& repository, const std::string& tag, const Digest& digest);

    std::optional<Manifest> manifest(const Repository& repository, const Digest& digest) const;
    void learn(const Repository& repository, const Manifest& manifest);

  private:
    HostBook& book_;
};

}  // namespace lockstep
