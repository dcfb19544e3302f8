// SPDX-License-Identifier: Apache-2.0
#include "registry/tag_list.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "registry/link.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kMostPages = 5000;
constexpr std::size_t kMostTags = 1'000'000;
constexpr std::size_t kSmallPage = 100;
constexpr std::size_t kLargePage = 1000;

HttpLimits limits_for(const RegistryPace& pace) {
    return {
        .connect = pace.connect, .total = pace.long_answer, .low_speed = pace.low_speed, .body_bytes = kLargestTagPage};
}

}  // namespace

Result<Listing> TagPages::read(const std::stop_token& stop) {
    const std::string host = lower(repository_.registry);
    page_size_ = session_.book().page_size(host);
    target_ = "/v2/" + repository_.path + "/tags/list";
    if (page_size_ > 0) target_ += format("?n={}", page_size_);
    const Ticks deadline = clock_.ticks() + options_.pace.listing;
    if (auto first = read_page(stop); !first) return std::move(first).error();
    while (!target_.empty()) {
        why_incomplete_ = clock_.ticks() > deadline ? "reading all pages took too long" : guard();
        if (!why_incomplete_.empty()) break;
        if (auto page = read_page(stop); !page) {
            if (page.error().kind == ErrorKind::Cancelled) return std::move(page).error();
            why_incomplete_ = page.error().text();
            break;
        }
    }
    return all();
}

Result<void> TagPages::read_page(const std::stop_token& stop) {
    const std::size_t before = tags_.size();
    auto answer = ask(stop);
    if (!answer) return std::move(answer).error();
    if (asked_targets_.size() == 1 && ask_smaller(*answer)) {
        answer = ask(stop);
        if (!answer) return std::move(answer).error();
    }
    if (auto good = check(*answer); !good) return good;
    skipped_ += stream_->skipped();
    page_tags_ = stream_->taken();
    for (const auto& [tag, text] : stream_->digests()) {
        if (auto digest = Digest::parse(text)) digests_.insert_or_assign(tag, *std::move(digest));
    }
    if (!stream_->name().empty() && stream_->name() != repository_.path && options_.notice)
        options_.notice(
            format("{} lists {} under the name '{}'", asked_.registry, repository_.path, escaped(stream_->name())));
    barren_pages_ = tags_.size() == before ? barren_pages_ + 1 : 0;
    // Who was asked beyond a full page without being told that there is more may have given the same again.
    if (probing_ && barren_pages_ > 0) {
        target_.clear();
        return {};
    }
    auto next = next_target(*answer);
    // An unusable Link is not the end of the list, and the page that carries it was good.
    if (!next) why_incomplete_ = next.error().text();
    target_ = next ? *next : "";
    if (!target_.empty() || page_size_ == kSmallPage) learn_page_size();
    const bool full = next && target_.empty() && page_size_ > 0 && page_tags_ == page_size_;
    if (full) target_ = beyond(stream_->last());
    probing_ = full;
    return {};
}

/// A host that gives its list in pages is asked for large ones from now on, one that refuses those for small ones.
void TagPages::learn_page_size() {
    const std::size_t size = page_size_ == kSmallPage ? kSmallPage : kLargePage;
    session_.book().learn_page_size(lower(repository_.registry), size);
}

std::string TagPages::beyond(const std::string& tag) const {
    return format("/v2/{}/tags/list?n={}&last={}", repository_.path, page_size_, percent_encoded(tag));
}

Result<HttpResponse> TagPages::ask(const std::stop_token& stop) {
    asked_targets_.insert(target_);
    // Some servers answer 406 unless JSON is asked for by name.
    auto answer = session_.ask({.repository = repository_,
                                .target = target_,
                                .headers = {{"Accept", "application/json"}},
                                .limits = limits_for(options_.pace),
                                .accept_gzip = true,
                                .new_sink = [this]() -> BodySink {
                                    stream_ =
                                        std::make_unique<TagStream>([this](std::string_view tag) { tags_.add(tag); });
                                    return [this](std::string_view bytes) {
                                        return stream_->feed(bytes) && tags_.size() < kMostTags;
                                    };
                                }},
                               stop);
    // The stream ends a transfer itself when the document is broken; then the document is what to talk about.
    if (!answer && answer.error().code == "transfer-stopped") return HttpResponse{.status = 200};
    if (!answer) return failure_of(answer.error(), asked_);
    return answer;
}

Result<void> TagPages::check(const HttpResponse& answer) {
    if (answer.status != 200) return failure_of(answer, asked_);
    if (answer.is_web_page()) return portal(answer, asked_);
    if (tags_.size() >= kMostTags) return {};
    if (auto whole = stream_->finish(); !whole)
        return std::move(whole).error().in(asked_.registry + ": " + asked_.what);
    return {};
}

/// Some registries refuse a list without, or with their neighbours' page size.
bool TagPages::ask_smaller(const HttpResponse& answer) {
    const bool about_size = answer.status == 400 || answer.status == 405 || answer.status == 413;
    if (!about_size || page_size_ == kSmallPage) return false;
    page_size_ = kSmallPage;
    target_ = format("/v2/{}/tags/list?n={}", repository_.path, kSmallPage);
    return true;
}

Result<std::string> TagPages::next_target(const HttpResponse& answer) const {
    auto next = next_link(answer.all("Link"), answer.url);
    if (!next) return std::move(next).error();
    if (!*next) return std::string();
    // Behind a path of its own a registry may not know where it is reached: our path, its query.
    const std::size_t query = (*next)->find('?');
    const std::string path = answer.url.substr(0, answer.url.find('?'));
    if (query == std::string::npos || (*next)->substr(0, query) == path) return **next;
    return (*next)->substr(0, query).ends_with("/tags/list") ? path + (*next)->substr(query) : **next;
}

std::string TagPages::guard() const {
    if (asked_targets_.contains(target_)) return "the registry's pages lead back to one that was read already";
    if (asked_targets_.size() >= kMostPages) return format("more than {} pages", kMostPages);
    if (tags_.size() >= kMostTags) return format("more than {} tags", kMostTags);
    if (barren_pages_ >= 2) return "the registry's pages go on without a new tag";
    return {};
}

Listing TagPages::all() {
    if (tags_.size() >= kMostTags && why_incomplete_.empty()) why_incomplete_ = format("more than {} tags", kMostTags);
    return {.tags = tags_.take(),
            .complete = why_incomplete_.empty(),
            .why_incomplete = why_incomplete_,
            .skipped = skipped_};
}

}  // namespace lockstep
