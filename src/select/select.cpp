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

}  // namespace

Posed::Posed(const Question& question)
    : question_(question),
      repository_(question.tags.tags.read(question.policy.scheme, question.policy.codenames, question.current)) {
    const Policy& policy = question.policy;
    if (policy.kind == PolicyKind::Pin) settled_ = keep("pinned", "the policy pins this container to its tag");
    Verdict refusal;
    auto current =
        read_current(*repository_, question.current, question.resolved, follows_server(policy.kind), refusal);
    auto constraint = Constraint::parse(policy.constraint, *repository_);
    if (current && constraint) {
        choice_.emplace(Choice{question, *repository_, *std::move(current), *std::move(constraint)});
    } else if (!settled_) {
        settled_ = current ? refuse("constraint-invalid", constraint.error().text()) : std::move(refusal);
    }
}

Verdict Posed::decide() {
    return settled_ ? *settled_ : lockstep::decide(*choice_);
}

Verdict Posed::explained(Verdict verdict) const {
    if (question_.want_trace) verdict.trace = settled_ ? trace(*repository_) : trace(*choice_, verdict);
    return verdict;
}

Verdict select(const Question& question) {
    Posed posed(question);
    return posed.explained(posed.decide());
}

}  // namespace lockstep
