// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/resolve.hpp"
#include "lockstep/select/select.hpp"
#include "lockstep/version/policy_words.hpp"

#include "version_cases.hpp"

namespace lockstep {
namespace {

bool flag(const Json& options, const char* name, bool fallback) {
    return options.is_object() ? options.value(name, fallback) : fallback;
}

Policy policy_of(const Json& test) {
    const Json& options = at(test, "/options");
    Policy policy;
    policy.scheme = case_scheme(test);
    policy.codenames = codenames_of(test);
    policy.kind = policy_kind_of(string_at(test, "/policy")).value_or(policy.kind);
    policy.channel = channel_of(string_at(test, "/channel")).value_or(policy.channel);
    policy.constraint = string_at(test, "/constraint");
    policy.exclude = strings(at(options, "/exclude"));
    policy.variant_match = variant_match_of(string_at(options, "/variant_match")).value_or(policy.variant_match);
    policy.zero_major = zero_major_of(string_at(options, "/zero_major")).value_or(policy.zero_major);
    policy.fallback = fallback_of(string_at(options, "/fallback")).value_or(policy.fallback);
    policy.track = track_of(string_at(options, "/track")).value_or(policy.track);
    policy.allow_major = flag(options, "allow_major", policy.allow_major);
    policy.allow_downgrade = flag(options, "allow_downgrade", policy.allow_downgrade);
    policy.server_downgrade = flag(options, "server_downgrade", policy.server_downgrade);
    policy.pin_floating = flag(options, "pin_floating", policy.pin_floating);
    return policy;
}

ServerEvidence server_of(const Json& test) {
    if (!test.contains("server") || test["server"].is_null()) return ServerNotAsked{};
    const std::string server = string_at(test, "/server");
    if (server == "unreachable") return ServerUnreachable{"no answer"};
    return ServerRuns{server};
}

std::vector<Digest> digests_of(const Json& value) {
    std::vector<Digest> digests;
    for (const Json& one : value.is_array() ? value : Json::array({value}))
        if (auto digest = Digest::parse(one.is_string() ? one.get<std::string>() : "")) digests.push_back(*digest);
    return digests;
}

TagDigests tag_digests_of(const Json& test) {
    TagDigests all;
    for (const auto& [tag, digests] : at(test, "/digests").items()) all[tag] = digests_of(digests);
    return all;
}

TagList tags_of(const Json& test, const TagDigests& digests) {
    TagList list{strings(at(test, "/tags"))};
    if (!test.contains("tags"))
        for (const auto& [tag, known] : digests) list.tags.push_back(tag);
    return list;
}

Json show(const Verdict& verdict) {
    Json got{{"action", word(verdict.action)}};
    if (verdict.action == Action::Update) got["tag"] = verdict.tag;
    if (verdict.action != Action::Update) got["reason"] = verdict.reason;
    if (verdict.direction == Direction::Down) got["direction"] = "down";
    return got;
}

}  // namespace

Json run_select(const Json& test) {
    Question question;
    question.current = string_at(test, "/current");
    if (test.contains("resolved") && test["resolved"].is_string()) question.resolved = string_at(test, "/resolved");
    question.tags.tags = strings(at(test, "/tags"));
    question.server = server_of(test);
    question.policy = policy_of(test);
    question.want_trace = true;
    return show(select(question));
}

Json run_resolve(const Json& test) {
    const TagDigests digests = tag_digests_of(test);
    Running running{string_at(test, "/tag"), digests_of(at(test, "/digest")), {}};
    if (test.contains("labels")) running.labels = test["labels"].get<std::map<std::string, std::string>>();
    const auto resolved = resolve(running, tags_of(test, digests), digests, policy_of(test));
    if (!resolved) return {{"error", resolved.error().code}};
    return {{"version", resolved->version}, {"by", resolved->by}};
}

Json run_track(const Json& test) {
    const TagDigests digests = tag_digests_of(test);
    const auto now = digests_of(at(test, "/now"));
    if (now.empty()) return {{"error", "now is no digest"}};
    Json got = show(follow_alias({string_at(test, "/tag"), digests_of(at(test, "/running")), now.front(), digests,
                                  tags_of(test, digests), policy_of(test)}));
    if (!test["expect"].contains("direction")) got.erase("direction");
    return got;
}

}  // namespace lockstep
