// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/text.hpp"
#include "lockstep/version/policy_words.hpp"

#include "config/keys.hpp"
#include "config/presets/presets.hpp"
#include "config/timing_values.hpp"

namespace lockstep {
namespace {

Taken take_exclude(const Written& written, std::vector<std::string>& into) {
    into.clear();
    for (const auto& item : written.items) {
        if (item.text.empty()) return Fault{"has an empty entry", item.line};
        into.push_back(item.text);
    }
    return std::nullopt;
}

/// Its grammar is checked when the target is whole, because the scheme has a say in it.
Taken take_constraint(const Written& written, std::string& into) {
    if (written.text().empty()) return Fault{"is empty; write a range such as '>=4.8,<5', or leave the key out"};
    into = written.text();
    return std::nullopt;
}

/// Starts from a built-in target; what else is written replaces its parts. What all targets inherit stays.
Taken take_like(const Written& written, TargetDraft& into) {
    auto built_in = built_in_target(written.text());
    if (!built_in) return not_among(written.text(), built_in_target_words());
    if (built_in->server && into.server.product == "auto") into.server.product = built_in->server->product;
    built_in->server.reset();
    built_in->name.clear();
    built_in->policy.codenames = std::move(into.target.policy.codenames);
    built_in->gate = into.target.gate;
    built_in->timing = into.target.timing;
    into.target = std::move(*built_in);
    return std::nullopt;
}

/// A release such as 22.9: numbers joined by dots.
Taken take_release(const Written& written, std::string& into) {
    for (const auto part : split(written.text(), '.')) {
        if (!part.empty() && part.size() <= 9 && part.find_first_not_of("0123456789") == std::string_view::npos)
            continue;
        return Fault{format("is '{}', not a release; write numbers such as 22.09", escaped(written.text()))};
    }
    into = written.text();
    return std::nullopt;
}

// clang-format off
constexpr Key<TargetDraft> kKeys[] = {
    // First, because the rows behind it write over what it sets.
    {{"like", Shape::Text}, "A built-in target to start from, such as vantage6-node; what else is written replaces its parts.",
     take_like},
    {{"name", Shape::Text}, "Name of the target in messages; required, unique.",
     [](const Written& w, TargetDraft& t) { return take_name(w, t.target.name); }},
    {{"match.labels", Shape::Map}, "Labels that a container must have, each with a glob for its value.",
     [](const Written& w, TargetDraft& t) { return take_label_globs(w, t.target.match.labels); }},
    {{"match.name", Shape::Text}, "Glob on the container's name.",
     [](const Written& w, TargetDraft& t) { return take_glob(w, t.target.match.name); }},
    {{"match.image", Shape::Text}, "Glob on the image's name as written, without tag.",
     [](const Written& w, TargetDraft& t) { return take_glob(w, t.target.match.image); }},
    {{"policy", Shape::Text}, "same-major, same-minor, server-minor, server-exact, range or pin; default same-major.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, policy_kind_of, PolicyKind::Pin, t.target.policy.kind); }},
    {{"scheme", Shape::Text}, "How tags are read: auto, pep440, semver, calver or loose; default auto.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, scheme_of, Scheme::Loose, t.target.policy.scheme); }},
    {{"channel", Shape::Text}, "Least mature version taken: follow, stable, rc, beta, alpha, nightly or dev; default follow.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, channel_of, Channel::Dev, t.target.policy.channel); }},
    {{"constraint", Shape::Text}, "Versions that may be taken, such as '>=4.8,<4.12'; also the floor of moves down.",
     [](const Written& w, TargetDraft& t) { return take_constraint(w, t.target.policy.constraint); }},
    {{"exclude", Shape::List}, "Tags that are never taken.",
     [](const Written& w, TargetDraft& t) { return take_exclude(w, t.target.policy.exclude); }},
    {{"variant_match", Shape::Text}, "Whether a variant such as alpine3.19 must stay (exact) or may move on (family); default exact.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, variant_match_of, VariantMatch::Family, t.target.policy.variant_match); }},
    {{"allow_major", Shape::Text}, "Lets policy range cross the major; default false.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.policy.allow_major); }},
    {{"allow_downgrade", Shape::Text}, "Lets policy range and aliases go down; default false.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.policy.allow_downgrade); }},
    {{"server_downgrade", Shape::Text}, "Lets the server policies go down inside the major; default true.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.policy.server_downgrade); }},
    {{"pin_floating", Shape::Text}, "A floating or codename tag limits the choice to its prefix; default true.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.policy.pin_floating); }},
    {{"zero_major", Shape::Text}, "Below 1.0 the minor counts as the major (caret) or not (plain); default caret.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, zero_major_of, ZeroMajor::Plain, t.target.policy.zero_major); }},
    {{"fallback", Shape::Text}, "Without a server's answer: keep, or same-minor; default keep.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, fallback_of, Fallback::SameMinor, t.target.policy.fallback); }},
    {{"exact_since", Shape::Text}, "server-exact asks for exactness from this server release on, before it for its minor; default always.",
     [](const Written& w, TargetDraft& t) { return take_release(w, t.target.policy.exact_since); }},
    {{"track", Shape::Text}, "An alias tag is followed by its digest, or replaced by a version; default digest.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, track_of, Track::Version, t.target.policy.track); }},
    {{"codenames", Shape::Map}, "Codename tags and their release prefixes, added to the general ones.",
     [](const Written& w, TargetDraft& t) { return take_codenames(w, t.target.policy.codenames); }},
    {{"server.url", Shape::Text}, "Where the server tells its version; default that of server.url.",
     [](const Written& w, TargetDraft& t) { return take_url(w, t.server.url); }},
    {{"server.product", Shape::Text}, "Whose answer it is: auto, vantage6 or backendai; default that of server.product.",
     [](const Written& w, TargetDraft& t) { return take_word(w, product_words(), t.server.product); }},
    {{"server.pointer", Shape::Text}, "JSON pointer to the version in the answer; replaces the product.",
     [](const Written& w, TargetDraft& t) { return take_pointer(w, t.server.pointer); }},
    {{"server.timeout", Shape::Text}, "How long one question to the server may take; default that of server.timeout.",
     [](const Written& w, TargetDraft& t) { return take_duration(w, kTimeoutSpan, t.server.timeout); }},
    {{"server.from_node", Shape::Text}, "Without server.url, a vantage6 node's own configuration names its server; default false.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.server_of_node); }},
    {{"group", Shape::Text}, "Containers of one group move to one version together; default alone.",
     [](const Written& w, TargetDraft& t) { return take_name(w, t.target.group); }},
    {{"group_by", Shape::Text}, "What a group has in common: the version, or the minor (X.Y, each with its own patch); default version.",
     [](const Written& w, TargetDraft& t) { return take_enum(w, group_by_of, GroupBy::Minor, t.target.group_by); }},
    {{"gate.settle", Shape::Text}, "A new container must run this long without a restart; default that of gate.settle.",
     [](const Written& w, TargetDraft& t) { return take_duration(w, kSettleSpan, t.target.gate.settle); }},
    {{"gate.limit", Shape::Text}, "A health check must have said healthy by then; default that of gate.limit.",
     [](const Written& w, TargetDraft& t) { return take_duration(w, kLimitSpan, t.target.gate.limit); }},
    {{"windows", Shape::List}, "Updates only in these weekly windows; default those at the top, [] for any time.",
     [](const Written& w, TargetDraft& t) { return take_windows(w, t.target.timing.windows); }},
    {{"wariness", Shape::Text}, "0 takes a release at once, 1 somewhere within the ramp; default that at the top.",
     [](const Written& w, TargetDraft& t) { return take_fraction(w, t.target.timing.wariness); }},
    {{"ramp", Shape::Text}, "After this long every node with wariness 1 has taken a release; default that at the top.",
     [](const Written& w, TargetDraft& t) { return take_duration(w, kRampSpan, t.target.timing.ramp); }},
    {{"soak", Shape::Text}, "A release is taken this long after this node saw it first; default that at the top.",
     [](const Written& w, TargetDraft& t) { return take_duration(w, kSoakSpan, t.target.timing.soak); }},
    {{"enabled", Shape::Text}, "false leaves the containers of this target alone; default true.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.enabled); }},
    {{"include_stopped", Shape::Text}, "true also updates containers that do not run; they are not started; default false.",
     [](const Written& w, TargetDraft& t) { return take_boolean(w, t.target.include_stopped); }},
};
// clang-format on

}  // namespace

std::span<const Key<TargetDraft>> target_keys() {
    return kKeys;
}

}  // namespace lockstep
