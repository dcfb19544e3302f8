// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/select.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/order.hpp"

#include "choice.hpp"
#include "verdicts.hpp"

#include <algorithm>

namespace lockstep {
namespace {

Choice::Tags candidates_of(const Choice& choice) {
    Choice::Tags candidates;
    for (const Tag& tag : choice.repository.tags())
        if (choice.no_candidate(tag).empty()) candidates.push_back(&tag);
    return candidates;
}

Verdict without_candidates(const Choice& choice) {
    if (!choice.question.tags.complete) return keep_incomplete(choice, "finding no candidate");
    return refuse(
        "no-candidate",
        format("no version tag of the repository has the form of \"{}\" (prefix, variant, architecture); check "
               "the running tag, or follow it by its digest",
               choice.current.tag.text));
}

/// The highest version of a newer major, which a person has to move to.
std::string newer_major(const Choice& choice) {
    const Policy& policy = choice.policy();
    if (policy.kind == PolicyKind::Range && policy.allow_major) return {};
    const Tag& base = choice.current.base();
    const std::size_t major = choice.major_count(base);
    Choice::Tags newer;
    for (const Tag* tag : choice.candidates)
        if (compare_numbers(*tag, base, major) > 0 && accepts(policy.channel, channel_of(*tag))) newer.push_back(tag);
    const Tag* best = choice.best(newer);
    return best == nullptr ? std::string() : std::string(best->text);
}

/// A tag that has the running image already is no update.
bool is_running_image(const Question& question, const std::string& tag) {
    const auto known = question.digests.find(tag);
    return known != question.digests.end() &&
           std::find_first_of(known->second.begin(), known->second.end(), question.running.begin(),
                              question.running.end()) != known->second.end();
}

Verdict decide(Choice& choice) {
    choice.candidates = candidates_of(choice);
    if (choice.candidates.empty()) return without_candidates(choice);
    Verdict verdict = follows_server(choice.policy().kind) ? choose_by_server(choice) : choose_in_line(choice);
    if (verdict.action == Action::Update && is_running_image(choice.question, verdict.tag))
        verdict = keep("up-to-date", format("{} is the image that runs already", verdict.tag));
    verdict.newer_major = newer_major(choice);
    return verdict;
}

Verdict with_trace(Verdict verdict, const Question& question, const TagBook& repository) {
    if (question.want_trace) verdict.trace = trace(repository);
    return verdict;
}

}  // namespace

Verdict select(const Question& question) {
    const Policy& policy = question.policy;
    const TagBook repository(question.tags.tags, policy.scheme, policy.codenames, question.current);
    if (policy.kind == PolicyKind::Pin)
        return with_trace(keep("pinned", "the policy pins this container to its tag"), question, repository);
    Verdict refusal;
    auto current = read_current(repository, question.current, question.resolved, follows_server(policy.kind), refusal);
    if (!current) return with_trace(std::move(refusal), question, repository);
    auto constraint = Constraint::parse(policy.constraint, repository);
    if (!constraint) return with_trace(refuse("constraint-invalid", constraint.error().text()), question, repository);
    Choice choice{question, repository, *std::move(current), *std::move(constraint)};
    Verdict verdict = decide(choice);
    if (question.want_trace) verdict.trace = trace(choice, verdict);
    return verdict;
}

}  // namespace lockstep
