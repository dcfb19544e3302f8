// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/registry/oci_registry.hpp"
#include "lockstep/registry/registry.hpp"

#include "registry/distinct_tags.hpp"
#include "registry/failure.hpp"
#include "registry/session.hpp"
#include "registry/tag_stream.hpp"

#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

namespace lockstep {

/// Reads all pages of a tag list: the first without a page size, then Link by Link (OCI distribution-spec, "Listing
/// Tags"). Whatever stops it after the first page makes the listing incomplete, not empty.
class TagPages {
  public:
    TagPages(RegistrySession& session, const Clock& clock, const OciRegistryOptions& options,
             const Repository& repository, Asked asked)
        : session_(session), clock_(clock), options_(options), repository_(repository), asked_(std::move(asked)) {}

    Result<Listing> read(const std::stop_token& stop);

    /// The digests of tags that the list itself named, after `read`.
    std::map<std::string, Digest> digests() && { return std::move(digests_); }

  private:
    /// Reads one page and moves `target_` on; empty when that was the last one.
    Result<void> read_page(const std::stop_token& stop);
    Result<HttpResponse> ask(const std::stop_token& stop);
    Result<void> check(const HttpResponse& answer);
    bool ask_smaller(const HttpResponse& answer);
    void learn_page_size();
    /// The page behind a full one that does not say whether there is more.
    std::string beyond(const std::string& tag) const;
    /// Where the answer says that the next page is; "" at the end.
    Result<std::string> next_target(const HttpResponse& answer) const;
    /// Why the next page must not be asked, or "".
    std::string guard() const;
    Listing all();

    RegistrySession& session_;
    const Clock& clock_;
    const OciRegistryOptions& options_;
    const Repository& repository_;
    const Asked asked_;
    std::string target_;
    std::size_t page_size_ = 0;          ///< 0: not asked for
    std::size_t page_tags_ = 0;          ///< tags on the page before
    bool probing_ = false;               ///< the page was asked for without being offered
    std::unique_ptr<TagStream> stream_;  ///< of the page that is being read
    std::set<std::string> asked_targets_;
    DistinctTags tags_;
    std::map<std::string, Digest> digests_;
    std::size_t skipped_ = 0;
    int barren_pages_ = 0;  ///< in a row without a new tag
    std::string why_incomplete_;
};

}  // namespace lockstep
