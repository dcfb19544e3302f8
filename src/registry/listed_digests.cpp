// SPDX-License-Identifier: Apache-2.0
#include "registry/listed_digests.hpp"

namespace lockstep {
namespace {

constexpr std::chrono::minutes kGood{1};

}  // namespace

void ListedDigests::learn(const Repository& repository, std::map<std::string, Digest> digests) {
    const std::lock_guard lock(mutex_);
    if (digests.empty())
        listed_.erase(repository);
    else
        listed_.insert_or_assign(repository, Listed{clock_.ticks() + kGood, std::move(digests)});
}

std::optional<Digest> ListedDigests::take(const Repository& repository, const std::string& tag) {
    const std::lock_guard lock(mutex_);
    const auto found = listed_.find(repository);
    if (found == listed_.end()) return std::nullopt;
    if (clock_.ticks() >= found->second.until) {
        listed_.erase(found);
        return std::nullopt;
    }
    const auto digest = found->second.digests.extract(tag);
    return digest.empty() ? std::nullopt : std::optional(digest.mapped());
}

}  // namespace lockstep
