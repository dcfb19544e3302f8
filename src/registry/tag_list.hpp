// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/registry/registry.hpp"

#include "registry/failure.hpp"
#include "registry/session.hpp"

#include <stop_token>

namespace lockstep {

/// Reads all pages of a tag list: the first without a page size, then Link by Link (OCI distribution-spec, "Listing
/// Tags"). Whatever stops it after the first page makes the listing incomplete, not empty.
class TagPages {
  public:
    TagPages(RegistrySession& session, const Clock& clock, const Repository& repository, Asked asked)
        : session_(session), clock_(clock), repository_(repository), asked_(std::move(asked)) {}

    Result<Listing> read(const std::stop_token& stop);

  private:
    /// Reads one page and moves `target_` on; empty when that was the last one.
    Result<void> read_page(const std::stop_token& stop);
    void take(std::vector<std::string> tags);
    /// Why the next page must not be asked, or "".
    std::string guard() const;

    RegistrySession& session_;
    const Clock& clock_;
    const Repository& repository_;
    const Asked asked_;
    std::string target_;
    std::set<std::string> asked_targets_;
    std::set<std::string> known_;
    std::size_t barren_pages_ = 0;  ///< pages in a row without a new tag
    Listing listing_;
};

}  // namespace lockstep
