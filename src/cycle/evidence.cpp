// SPDX-License-Identifier: Apache-2.0
#include "evidence.hpp"

#include "lockstep/core/check.hpp"

#include "parallel.hpp"

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

}  // namespace

Evidence::Evidence(Registry& registry, ServerVersion& server, Clock& clock)
    : registry_(registry), server_(server), clock_(clock) {}

void Evidence::start_cycle() {
    tags_.clear();
    servers_.clear();
    const Ticks now = clock_.ticks();
    std::erase_if(digests_, [now](const auto& entry) {
        const KnownDigest& known = entry.second;
        return known.lasting == Lasting::Cycle || !known.digest || now - known.asked > std::chrono::days{1};
    });
}

void Evidence::collect(const std::set<Repository>& repositories, const std::set<ServerEndpoint>& servers,
                       const std::stop_token& stop) {
    registry_.expect(repositories);
    ask_missing(servers, servers_, [&](const ServerEndpoint& endpoint) { return server_.ask(endpoint, stop); });
    ask_missing(repositories, tags_, [&](const Repository& repository) { return registry_.tags(repository, stop); });
}

const Result<Listing>& Evidence::tags(const Repository& repository) const {
    return answer_to(repository, tags_);
}

const Result<std::string>& Evidence::server(const ServerEndpoint& endpoint) const {
    return answer_to(endpoint, servers_);
}

void Evidence::collect_digests(const std::vector<Tag>& tags, Lasting lasting, const std::stop_token& stop) {
    ask_missing(std::set<Tag>(tags.begin(), tags.end()), digests_, [&](const Tag& tag) {
        return KnownDigest{registry_.digest(tag.first, tag.second, stop), lasting, clock_.ticks()};
    });
}

const Result<Digest>& Evidence::digest(const Repository& repository, const std::string& tag) const {
    return answer_to(Tag{repository, tag}, digests_).digest;
}

Result<Manifest> Evidence::manifest(const Repository& repository, const Digest& digest, const std::stop_token& stop) {
    const std::pair key{repository, digest};
    if (const auto known = manifests_.find(key); known != manifests_.end()) return known->second;
    auto manifest = registry_.manifest(repository, digest, stop);
    if (manifest) manifests_.emplace(key, *manifest);
    return manifest;
}

}  // namespace lockstep
