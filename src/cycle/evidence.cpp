// SPDX-License-Identifier: Apache-2.0
#include "evidence.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/text.hpp"

#include "parallel.hpp"

#include <algorithm>
#include <optional>

namespace lockstep {
namespace {

/// Questions under way at once: enough to hide the way to the registry, few enough to be a polite client.
constexpr std::size_t kWidth = 4;

/// Asks every key that `known` lacks and stores the answers.
template <typename Key, typename Answer, typename Ask>
void ask_missing(const std::set<Key>& keys, std::map<Key, Answer>& known, const Ask& ask) {
    std::vector<Key> missing;
    for (const Key& key : keys) {
        if (!known.contains(key)) missing.push_back(key);
    }
    std::vector<std::optional<Answer>> answers(missing.size());
    in_parallel(missing.size(), kWidth, [&](std::size_t i) { answers[i].emplace(ask(missing[i])); });
    for (std::size_t i = 0; i < missing.size(); ++i) known.emplace(missing[i], std::move(*answers[i]));
}

template <typename Key, typename Answer>
const Answer& answer_to(const Key& key, const std::map<Key, Answer>& known) {
    const auto found = known.find(key);
    LOCKSTEP_CHECK(found != known.end());
    return found->second;
}

std::string key_of_version(const std::string& tag) {
    return "version-digest " + tag;
}

std::optional<Digest> digest_in(std::string_view text) {
    const auto digest = Digest::parse(text);
    return digest ? std::optional(*digest) : std::nullopt;
}

Result<TagList> tag_list(Result<Listing> listing) {
    if (!listing) return std::move(listing).error();
    return TagList{std::move(listing->tags), listing->complete, std::move(listing->why_incomplete)};
}

/// Digests separated by blanks.
std::vector<Digest> digests_in(std::string_view text) {
    std::vector<Digest> digests;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (const auto digest = digest_in(word)) digests.push_back(*digest);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return digests;
}

}  // namespace

Evidence::Evidence(Registry& registry, ServerVersion& server, Clock& clock, Notebook& notebook)
    : registry_(registry), server_(server), clock_(clock), notebook_(notebook) {}

void Evidence::start_cycle() {
    tags_.clear();
    servers_.clear();
    digests_.clear();
    recalled_.clear();
}

void Evidence::collect(const std::set<Repository>& repositories, const std::set<ServerEndpoint>& servers,
                       const std::stop_token& stop) {
    registry_.expect(repositories);
    ask_missing(servers, servers_, [&](const ServerEndpoint& endpoint) { return server_.ask(endpoint, stop); });
    ask_missing(repositories, tags_,
                [&](const Repository& repository) { return tag_list(registry_.tags(repository, stop)); });
}

const Result<TagList>& Evidence::tags(const Repository& repository) const {
    return answer_to(repository, tags_);
}

const Result<std::string>& Evidence::server(const ServerEndpoint& endpoint) const {
    return answer_to(endpoint, servers_);
}

void Evidence::collect_digests(const std::vector<Tag>& tags, Lasting lasting, const std::stop_token& stop) {
    for (const Tag& tag : tags) {
        if (lasting == Lasting::Day) {
            const auto known = remembered(tag);
            if (known && digests_.emplace(tag, *known).second) recalled_.insert(tag);
        } else if (recalled_.erase(tag) > 0) {
            digests_.erase(tag);
        }
    }
    ask_missing(std::set<Tag>(tags.begin(), tags.end()), digests_, [&](const Tag& tag) {
        auto digest = registry_.digest(tag.first, tag.second, stop);
        if (digest && lasting == Lasting::Day)
            notebook_.keep(tag.first.text(), key_of_version(tag.second), digest->text(), clock_.now());
        return digest;
    });
}

const Result<Digest>& Evidence::digest(const Repository& repository, const std::string& tag) const {
    return answer_to(Tag{repository, tag}, digests_);
}

std::optional<Digest> Evidence::remembered(const Tag& tag) const {
    const auto note = notebook_.recall(tag.first.text(), key_of_version(tag.second));
    if (!note) return std::nullopt;
    const auto age = clock_.now() - note->at;
    if (age < age.zero() || age >= std::chrono::days{1}) return std::nullopt;
    return digest_in(note->value);
}

Result<Manifest> Evidence::manifest(const Repository& repository, const Digest& digest, const std::stop_token& stop) {
    const std::pair key{repository, digest};
    if (const auto known = manifests_.find(key); known != manifests_.end()) return known->second;
    auto manifest = registry_.manifest(repository, digest, stop);
    if (manifest) manifests_.emplace(key, *manifest);
    return manifest;
}

std::vector<Digest> Evidence::images_in(const Repository& repository, const Digest& index,
                                        const std::stop_token& stop) {
    const std::string key = "images-in " + index.text();
    if (const auto note = notebook_.recall(repository.text(), key)) return digests_in(note->value);
    const auto read = manifest(repository, index, stop);
    if (!read) return {};
    std::vector<Digest> digests;
    std::vector<std::string> texts{"-"};  // a note is never empty
    for (const PlatformManifest& entry : read->platforms) {
        digests.push_back(entry.digest);
        texts.push_back(entry.digest.text());
    }
    notebook_.keep(repository.text(), key, join(texts, " "), clock_.now());
    return digests;
}

}  // namespace lockstep
