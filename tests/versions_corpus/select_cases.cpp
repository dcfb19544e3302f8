// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/resolve.hpp"
#include "lockstep/select/select.hpp"

#include "version_case.hpp"

namespace lockstep {
namespace {

ServerEvidence server_of(const VersionCase& test) {
    const auto server = test.optional_text("server");
    if (!server) return ServerNotAsked{};
    if (*server == "unreachable") return ServerUnreachable{"no answer"};
    return ServerRuns{*server};
}

/// One digest or a list of them.
std::vector<Digest> digests_in(const Json& value) {
    std::vector<Digest> digests;
    if (value.is_null()) return digests;
    for (const Json& one : value.is_array() ? value : Json::array({value})) {
        auto digest = Digest::parse(one.get<std::string>());
        if (!digest) throw BadCase(digest.error().text());
        digests.push_back(*digest);
    }
    return digests;
}

TagDigests tag_digests_of(const VersionCase& test) {
    TagDigests all;
    for (const auto& [tag, digests] : test.member("digests").items()) all[tag] = digests_in(digests);
    return all;
}

/// The listed tags, or those whose digests are given; `complete: false` says that the list was cut off.
TagList tags_of(const VersionCase& test, const TagDigests& digests) {
    std::vector<std::string> tags = test.texts("tags");
    if (!test.has("tags")) {
        for (const auto& [tag, known] : digests) tags.push_back(tag);
    }
    TagList list{tags};
    const Json& complete = test.member("complete");
    list.complete = complete.is_null() || complete.get<bool>();
    if (!list.complete) list.why_incomplete = "the case says so";
    return list;
}

Json shown(const Verdict& verdict) {
    Json got{{"action", word(verdict.action)}, {"reason", verdict.reason}, {"direction", nullptr}, {"tag", nullptr}};
    if (verdict.action == Action::Update) got["tag"] = verdict.tag;
    if (verdict.direction == Direction::Up) got["direction"] = "up";
    if (verdict.direction == Direction::Down) got["direction"] = "down";
    return got;
}

/// Every verdict and every tag has a reason word and a sentence.
void check_explained(const Question& question, const Verdict& verdict) {
    if (verdict.reason.empty() || verdict.sentence.empty()) throw BadCase("the verdict is not explained");
    if (verdict.trace.size() != question.tags.tags.size()) throw BadCase("not every tag is in the trace");
    for (const Candidate& candidate : verdict.trace) {
        if (candidate.reason.empty() || candidate.sentence.empty() || candidate.kind.empty())
            throw BadCase("tag '" + candidate.tag + "' is not explained: " + candidate.reason);
    }
}

}  // namespace

Json run_select(const VersionCase& test) {
    Question question;
    question.current = test.text("current");
    question.resolved = test.optional_text("resolved");
    question.tags = tags_of(test, {});
    question.server = server_of(test);
    question.policy = test.policy();
    question.want_trace = true;
    const Verdict verdict = select(question);
    check_explained(question, verdict);
    return shown(verdict);
}

Json run_resolve(const VersionCase& test) {
    const TagDigests digests = tag_digests_of(test);
    const auto labels = test.text_map("labels");
    const Running running{test.text("tag"), digests_in(test.member("digest")), {labels.begin(), labels.end()}};
    const auto resolved = resolve(running, tags_of(test, digests), digests, test.policy());
    if (!resolved) return {{"error", resolved.error().code}};
    return {{"version", resolved->version}, {"by", resolved->by}};
}

Json run_track(const VersionCase& test) {
    const TagDigests digests = tag_digests_of(test);
    const auto now = digests_in(test.member("now"));
    if (now.size() != 1) throw BadCase("'now' is not one digest");
    return shown(follow_alias({test.text("tag"), digests_in(test.member("running")), now.front(), digests,
                               tags_of(test, digests), test.policy()}));
}

}  // namespace lockstep
