// SPDX-License-Identifier: Apache-2.0
#include "registry/tag_list.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "registry/link.hpp"
#include "registry/tag_page.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kMostPages = 5000;
constexpr std::size_t kMostTags = 1'000'000;
constexpr std::chrono::seconds kLongest{300};
constexpr HttpLimits kPageLimits{.total = std::chrono::seconds(120), .body_bytes = kLargestTagPage};

}  // namespace

Result<Listing> TagPages::read(const std::stop_token& stop) {
    target_ = "/v2/" + repository_.path + "/tags/list";
    const Ticks deadline = clock_.ticks() + kLongest;
    if (auto first = read_page(stop); !first) return std::move(first).error();
    while (!target_.empty()) {
        listing_.why_incomplete = clock_.ticks() > deadline ? "reading all pages took too long" : guard();
        if (!listing_.why_incomplete.empty()) break;
        if (auto page = read_page(stop); !page) {
            if (page.error().kind == ErrorKind::Cancelled) return std::move(page).error();
            listing_.why_incomplete = page.error().text();
            break;
        }
    }
    listing_.complete = listing_.why_incomplete.empty();
    return std::move(listing_);
}

Result<void> TagPages::read_page(const std::stop_token& stop) {
    asked_targets_.insert(target_);
    // Some servers answer 406 unless JSON is asked for by name.
    const auto answer = session_.ask({.repository = repository_,
                                      .target = target_,
                                      .headers = {{"Accept", "application/json"}},
                                      .limits = kPageLimits,
                                      .accept_gzip = true},
                                     stop);
    if (!answer) return failure_of(answer.error(), asked_);
    if (answer->status != 200) return failure_of(*answer, asked_);
    if (is_web_page(*answer)) return portal(*answer, asked_);
    auto tags = tags_in(answer->body);
    if (!tags) return std::move(tags).error().in(asked_.registry + ": " + asked_.what);
    take(*std::move(tags));
    const auto next = next_link(answer->all("Link"), answer->url);
    target_ = next ? next->value_or("") : "";
    // An unusable Link is not the end of the list, and the page that carries it was good.
    if (!next) listing_.why_incomplete = next.error().text();
    return {};
}

void TagPages::take(std::vector<std::string> tags) {
    barren_pages_ += 1;
    for (std::string& tag : tags) {
        if (!known_.insert(tag).second) continue;
        barren_pages_ = 0;
        listing_.tags.push_back(std::move(tag));
    }
}

std::string TagPages::guard() const {
    if (asked_targets_.contains(target_)) return "the registry's pages lead back to one that was read already";
    if (asked_targets_.size() >= kMostPages) return format("more than {} pages", kMostPages);
    if (known_.size() >= kMostTags) return format("more than {} tags", kMostTags);
    if (barren_pages_ >= 2) return "the registry's pages go on without a new tag";
    return {};
}

}  // namespace lockstep
