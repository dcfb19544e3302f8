// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/select/resolve.hpp"
#include "lockstep/select/select.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/policy_words.hpp"

#include "current.hpp"
#include "verdicts.hpp"

#include <algorithm>

namespace lockstep {
namespace {

bool holds(const std::vector<Digest>& digests, const Digest& digest) {
    return std::find(digests.begin(), digests.end(), digest) != digests.end();
}

/// The digest itself, or the index and platform manifest of one image.
bool is_unchanged(const AliasQuestion& question) {
    if (holds(question.running, question.now)) return true;
    for (const auto& [tag, digests] : question.digests)
        if (holds(digests, question.now) && std::find_first_of(digests.begin(), digests.end(), question.running.begin(),
                                                               question.running.end()) != digests.end())
            return true;
    return false;
}

Result<Resolved> resolve_digests(const AliasQuestion& question, const std::vector<Digest>& digests) {
    return resolve({question.tag, digests, {}}, question.tags, question.digests, question.policy);
}

Verdict left_line(const AliasQuestion& question, const Error& error) {
    return refuse(error.code, format("\"{}\" now points outside its line: {}", escaped(question.tag), error.text()));
}

Verdict follow(const AliasQuestion& question, const std::string& sentence) {
    return update(question.tag, Direction::Up, "alias-moved", sentence);
}

Verdict beyond_channel(const AliasQuestion& question, const Tag& now) {
    return refuse("alias-prerelease", format("\"{}\" now points to the pre-release {}, which channel {} does not take",
                                             escaped(question.tag), now.text, word(question.policy.channel)));
}

Verdict backwards(const AliasQuestion& question, const Tag& before, const Tag& now) {
    if (question.policy.allow_downgrade)
        return update(question.tag, Direction::Down, "alias-moved-down",
                      format("\"{}\" moved back from {} to {}", escaped(question.tag), before.text, now.text));
    return refuse("alias-moved-backwards",
                  format("\"{}\" moved back from {} to {}; allow_downgrade lets this container follow",
                         escaped(question.tag), before.text, now.text));
}

Verdict judge(const AliasQuestion& question, const TagBook& repository, const Resolved& resolved) {
    const Tag now = repository.read(resolved.version);
    const Channel channel = question.policy.channel;
    if (channel != Channel::Follow && !accepts(channel, channel_of(now))) return beyond_channel(question, now);
    const auto old = resolve_digests(question, question.running);
    if (!old) return follow(question, format("\"{}\" moved to {}", escaped(question.tag), now.text));
    const Tag before = repository.read(old->version);
    if (compare(now, before) < 0) return backwards(question, before, now);
    return follow(question, format("\"{}\" moved from {} to {}", escaped(question.tag), before.text, now.text));
}

}  // namespace

Verdict follow_alias(const AliasQuestion& question) {
    const Policy& policy = question.policy;
    if (policy.kind == PolicyKind::Pin) return keep("pinned", "the policy pins this container to its tag");
    if (is_unchanged(question))
        return keep("up-to-date", format("\"{}\" still points to the image that runs", escaped(question.tag)));
    const auto now = resolve_digests(question, {question.now});
    if (now) return judge(question, *question.tags.tags.read(policy.scheme, policy.codenames, question.tag), *now);
    if (now.error().code.ends_with("-mismatch")) return left_line(question, now.error());
    return follow(question,
                  format("\"{}\" points to a new image; no version tag has its digest", escaped(question.tag)));
}

bool follows_alias(const std::string& tag, const TagList& tags, const Policy& policy) {
    if (policy.kind == PolicyKind::Pin || follows_server(policy.kind)) return false;
    const Tag read = tags.tags.read(policy.scheme, policy.codenames, tag)->read(tag);
    if (read.kind == Kind::Codename && read.variant() == "live") return true;
    const bool alias = read.kind == Kind::Codename || read.kind == Kind::Floating || read.kind == Kind::Name;
    return alias && policy.track == Track::Digest;
}

}  // namespace lockstep
