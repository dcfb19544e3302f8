// SPDX-License-Identifier: Apache-2.0
#include "support/fake_registry.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/crypto/sha256.hpp"

namespace lockstep {

Digest FakeRegistry::digest_of(const std::string& content) {
    return *Digest::parse("sha256:" + sha256_hex(content));
}

Digest FakeRegistry::push(const std::string& repository, const std::string& tag, const std::string& content) {
    const Digest digest = digest_of(content);
    repositories_[repository].insert_or_assign(tag, digest);
    return digest;
}

Digest FakeRegistry::push_index(const std::string& repository, const std::string& tag, const std::string& content,
                                const std::vector<std::string>& platforms) {
    const Digest digest = push(repository, tag, content);
    for (const std::string& platform : platforms) {
        const auto slash = platform.find('/');
        indexes_[digest].push_back(
            {digest_of(content + platform), Platform{platform.substr(0, slash), platform.substr(slash + 1), ""}});
    }
    return digest;
}

void FakeRegistry::cut_lists(const std::string& repository, std::size_t tags) {
    cuts_[repository] = tags;
}

void FakeRegistry::fail(Error error) {
    failure_ = std::move(error);
}

void FakeRegistry::note(std::string question) {
    const std::lock_guard lock(mutex_);
    questions_.push_back(std::move(question));
}

void FakeRegistry::forget_questions() {
    const std::lock_guard lock(mutex_);
    questions_.clear();
}

std::vector<std::string> FakeRegistry::questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
}

Result<Listing> FakeRegistry::tags(const Repository& repository, const std::stop_token&) {
    note(format("tags {}", repository.text()));
    if (failure_) return *failure_;
    const auto found = repositories_.find(repository.text());
    if (found == repositories_.end()) {
        return Error{ErrorKind::NotFound, "repository-missing", format("{} does not exist", repository.text())};
    }
    Listing listing;
    for (const auto& entry : found->second) listing.tags.push_back(entry.first);
    if (const auto cut = cuts_.find(repository.text()); cut != cuts_.end()) {
        listing.tags.resize(std::min(cut->second, listing.tags.size()));
        listing.complete = false;
        listing.why_incomplete = "the second page did not come";
    }
    return listing;
}

Result<Digest> FakeRegistry::digest(const Repository& repository, const std::string& tag, const std::stop_token&) {
    note(format("digest {}:{}", repository.text(), tag));
    if (failure_) return *failure_;
    const auto& tags = repositories_[repository.text()];
    const auto found = tags.find(tag);
    if (found == tags.end()) return Error{ErrorKind::NotFound, "tag-missing", format("no tag {}", tag)};
    return found->second;
}

Result<Manifest> FakeRegistry::manifest(const Repository&, const Digest& digest, const std::stop_token&) {
    note(format("manifest {}", digest.text()));
    if (failure_) return *failure_;
    const auto index = indexes_.find(digest);
    if (index == indexes_.end()) return Manifest{digest, "application/vnd.oci.image.manifest.v1+json", {}, {}};
    return Manifest{digest, "application/vnd.oci.image.index.v1+json", index->second, {}};
}

Result<ImageConfig> FakeRegistry::config(const Repository&, const Digest& digest, const std::stop_token&) {
    note(format("config {}", digest.text()));
    if (failure_) return *failure_;
    return ImageConfig{.platform = {"linux", "amd64", ""}, .labels = {}};
}

Result<Secret> FakeRegistry::engine_auth(const Repository&) {
    return Secret{};
}

}  // namespace lockstep
