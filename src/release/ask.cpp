// SPDX-License-Identifier: Apache-2.0
#include "lockstep/release/check.hpp"

#include "release/plain_versions.hpp"

#include <algorithm>
#include <thread>

namespace lockstep {
namespace {

constexpr std::size_t kMostExplaining = 30;

/// One repository, asked about one version.
class PartAsker {
  public:
    PartAsker(const ReleaseQuestion& question, const ReleasePart& part, Registry& registry, std::stop_token stop)
        : question_(question),
          part_(part),
          registry_(registry),
          stop_(std::move(stop)),
          evidence_{.tag = question.version, .digest = not_asked(), .manifest = {}} {}

    PartEvidence ask() {
        if (auto listing = registry_.tags(part_.repository, stop_)) {
            evidence_.listed = std::move(listing->tags);
            evidence_.all_listed = listing->complete;
        }
        evidence_.tag = published_spelling();
        evidence_.digest = registry_.digest(part_.repository, evidence_.tag, stop_);
        if (evidence_.digest) evidence_.manifest = registry_.manifest(part_.repository, *evidence_.digest, stop_);
        evidence_.aliases = expected_aliases(question_, part_, evidence_.listed);
        for (const ExpectedAlias& alias : evidence_.aliases) {
            const Result<Digest>& digest = digest_of(alias.tag);
            const bool here = digest && evidence_.digest && *digest == *evidence_.digest;
            if (digest && here != alias.here) explain(alias, *digest);
        }
        return std::move(evidence_);
    }

  private:
    static Error not_asked() { return {ErrorKind::Transient, "registry-unreachable", "not asked"}; }

    /// `5.0.0-rc2` and `5.0.0rc2` are one version.
    std::string published_spelling() const {
        const auto& listed = evidence_.listed;
        if (std::ranges::find(listed, question_.version) != listed.end()) return question_.version;
        const Tag version = parse_tag(question_.version);
        for (const std::string& text : listed) {
            const Tag tag = parse_tag(text);
            if (is_plain_version(tag) && tag.count == version.count && compare(tag, version) == 0) return text;
        }
        return question_.version;
    }

    const Result<Digest>& digest_of(const std::string& tag) {
        const auto known = evidence_.digests.find(tag);
        if (known != evidence_.digests.end()) return known->second;
        return evidence_.digests.emplace(tag, registry_.digest(part_.repository, tag, stop_)).first->second;
    }

    /// Which other version it stands for, the highest ones first.
    void explain(const ExpectedAlias& alias, const Digest& digest) {
        std::size_t left = kMostExplaining;
        for (const Tag& tag : plain_versions(evidence_.listed, alias.line)) {
            if (tag.text == evidence_.tag) continue;
            if (left-- == 0 || stop_.stop_requested()) return;
            const Result<Digest>& known = digest_of(std::string(tag.text));
            if (known && *known == digest) return;
        }
    }

    const ReleaseQuestion& question_;
    const ReleasePart& part_;
    Registry& registry_;
    std::stop_token stop_;
    PartEvidence evidence_;
};

}  // namespace

ReleaseEvidence ask_about(const ReleaseQuestion& question, Registry& registry, ServerVersion& server,
                          const std::stop_token& stop) {
    std::vector<std::optional<PartEvidence>> parts(question.parts.size());
    ReleaseEvidence evidence;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            threads.emplace_back([&, i] { parts[i] = PartAsker(question, question.parts[i], registry, stop).ask(); });
        }
        if (question.server) evidence.server = server.ask(*question.server, stop);
    }
    for (auto& part : parts) evidence.parts.push_back(std::move(*part));
    return evidence;
}

}  // namespace lockstep
