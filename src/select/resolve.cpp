// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/resolve.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/server_version.hpp"

#include "current.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// Higher precedence, then more numbers, shorter, bytewise smaller.
bool is_newer(const Tag* a, const Tag* b) {
    if (const auto order = compare(*a, *b); order != 0) return order > 0;
    if (a->count != b->count) return a->count > b->count;
    if (a->text.size() != b->text.size()) return a->text.size() < b->text.size();
    return a->text < b->text;
}

bool share_digest(const std::vector<Digest>& a, const std::vector<Digest>& b) {
    return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

/// A version that the running tag may stand for.
class Line {
  public:
    Line(const Tag& tag, const Codenames& codenames) : tag_(tag), pin_(pin_of(tag, codenames)) {}

    bool holds_release(const Tag& version) const { return !pin_ || begins_with(version, *pin_); }
    bool holds(const Tag& version) const {
        const bool floating = tag_.kind == Kind::Floating;
        const bool same = !floating || (version.variant() == tag_.variant() && version.prefix() == tag_.prefix());
        return same && holds_release(version);
    }

  private:
    const Tag& tag_;
    std::optional<Tag> pin_;
};

Error unresolved(const Tag& tag, std::string code, std::string_view why) {
    return {ErrorKind::NotFound, std::move(code), format("which version \"{}\" is: {}", escaped(tag.text), why),
            "run a version tag, or follow the tag by its digest"};
}

Error nothing_known(const Tag& tag) {
    const bool alias = tag.kind == Kind::Floating || tag.kind == Kind::Codename;
    return unresolved(tag, alias ? "current-unresolved" : "current-not-a-version",
                      "no version tag has its digest and no label tells it");
}

/// Labels are inherited from base images, so one counts only where the repository has that very version.
bool is_trustworthy(const Tag& label, const TagBook& repository, const Line& line) {
    if (!label.is_ordered() || !label.variant().empty() || label.arch != Arch::None) return false;
    if (!line.holds_release(label)) return false;
    const auto tags = repository.tags();
    return std::any_of(tags.begin(), tags.end(), [&label](const Tag& tag) {
        return tag.is_version() && tag.count == label.count && compare(tag, label) == 0;
    });
}

std::optional<std::string> by_label(const Running& running, const TagBook& repository, const Line& line) {
    for (const char* name : {"org.opencontainers.image.version", "version"}) {
        const auto label = running.labels.find(name);
        if (label == running.labels.end()) continue;
        const std::string_view version = without_build(trimmed(label->second));
        if (is_trustworthy(repository.read(version), repository, line)) return std::string(version);
    }
    return std::nullopt;
}

/// Version tags with a digest of the running image.
std::vector<const Tag*> by_digest(const Running& running, const TagBook& repository, const TagDigests& digests) {
    std::vector<const Tag*> found;
    for (const Tag& tag : repository.tags()) {
        if (!tag.is_version()) continue;
        const auto known = digests.find(tag.text);
        if (known != digests.end() && share_digest(known->second, running.digests)) found.push_back(&tag);
    }
    std::sort(found.begin(), found.end(), is_newer);
    return found;
}

bool is_unreadable(const Tag& tag) {
    return tag.kind == Kind::Invalid || tag.kind == Kind::Artifact;
}

}  // namespace

Result<Resolved> resolve(const Running& running, const TagList& tags, const TagDigests& digests, const Policy& policy) {
    const auto repository = tags.tags.read(policy.scheme, policy.codenames, running.tag);
    const Tag tag = repository->read(running.tag);
    if (tag.is_version()) return Resolved{running.tag, "tag"};
    if (is_unreadable(tag)) return nothing_known(tag);
    const Line line(tag, policy.codenames);
    const auto found = by_digest(running, *repository, digests);
    const auto best = std::find_if(found.begin(), found.end(), [&line](const Tag* one) { return line.holds(*one); });
    if (best != found.end()) return Resolved{std::string((*best)->text), "digest"};
    if (!found.empty())
        return unresolved(tag, mismatch_word(tag),
                          format("its digest belongs to {}, which is of another line", escaped(found.front()->text)));
    if (auto version = by_label(running, *repository, line)) return Resolved{*std::move(version), "label"};
    return nothing_known(tag);
}

std::vector<std::string> worth_asking(const Running& running, const TagList& tags, const Policy& policy,
                                      std::size_t limit) {
    const auto repository = tags.tags.read(policy.scheme, policy.codenames, running.tag);
    const Tag tag = repository->read(running.tag);
    if (tag.is_version() || is_unreadable(tag) || running.digests.empty()) return {};
    const Line line(tag, policy.codenames);
    // An alias that left its line is only found out by asking beyond the line, after all that could be in it.
    const auto is_more_likely = [&line](const Tag* a, const Tag* b) {
        const bool own = line.holds(*a);
        return own == line.holds(*b) ? is_newer(a, b) : own;
    };
    std::vector<const Tag*> asked;
    for (const Tag& one : repository->tags())
        if (one.is_version()) asked.push_back(&one);
    const auto kept = static_cast<std::ptrdiff_t>(std::min(limit, asked.size()));
    std::partial_sort(asked.begin(), asked.begin() + kept, asked.end(), is_more_likely);
    std::vector<std::string> names;
    for (auto one = asked.begin(); one != asked.begin() + kept; ++one) names.emplace_back((*one)->text);
    return names;
}

}  // namespace lockstep
