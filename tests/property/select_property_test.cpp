// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/select.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_book.hpp"

#include "version_gen.hpp"

#include <algorithm>

namespace lockstep {
namespace {

struct Case {
    Question question;
    std::vector<std::string> shuffled;
};

Case case_of(Scheme scheme) {
    Case made;
    made.question.policy.scheme = scheme;
    made.question.tags.tags = *rc::gen::container<std::vector<std::string>>(close_tag_gen());
    made.question.current = *close_tag_gen();
    made.question.policy.kind = *rc::gen::element(PolicyKind::SameMajor, PolicyKind::SameMinor, PolicyKind::ServerMinor,
                                                  PolicyKind::ServerExact, PolicyKind::Range);
    made.question.policy.channel = *rc::gen::element(Channel::Follow, Channel::Stable, Channel::Rc, Channel::Dev);
    made.question.server = ServerRuns{*close_tag_gen()};
    made.question.want_trace = true;
    made.shuffled = made.question.tags.tags.names();
    std::reverse(made.shuffled.begin(), made.shuffled.end());
    const auto middle = made.shuffled.size() / 2;
    std::rotate(made.shuffled.begin(), made.shuffled.begin() + static_cast<std::ptrdiff_t>(middle),
                made.shuffled.end());
    return made;
}

RC_GTEST_PROP(Select, OneAnswerForAnyOrderOfTheList, ()) {
    Case made = case_of(*scheme_gen());
    const Verdict first = select(made.question);
    made.question.tags.tags = made.shuffled;
    const Verdict second = select(made.question);
    RC_ASSERT(first.action == second.action && first.tag == second.tag && first.reason == second.reason);
}

RC_GTEST_PROP(Select, StaysInTheMajorAndGoesDownOnlyForTheServer, ()) {
    const Case made = case_of(*scheme_gen());
    const Question& question = made.question;
    const Verdict verdict = select(question);
    if (verdict.action != Action::Update) return;
    const TagBook repository(question.tags.tags.names(), question.policy.scheme, question.policy.codenames,
                             question.current);
    const Tag from = repository.read(question.current);
    const Tag to = repository.read(verdict.tag);
    if (!from.is_version()) return;
    RC_ASSERT(to.is_version());
    RC_ASSERT((compare_numbers(from, to, 1) == 0));
    RC_ASSERT((compare(to, from) != 0));
    RC_ASSERT((verdict.direction == Direction::Down) == (compare(to, from) < 0));
    RC_ASSERT(verdict.direction == Direction::Up || follows_server(question.policy.kind));
}

RC_GTEST_PROP(Select, IsStableOnceItHasMoved, ()) {
    Case made = case_of(*scheme_gen());
    const Verdict first = select(made.question);
    if (first.action != Action::Update) return;
    made.question.current = first.tag;
    const Verdict second = select(made.question);
    RC_ASSERT(second.action != Action::Update);
}

bool same(const Verdict& a, const Verdict& b) {
    return a.action == b.action && a.tag == b.tag && a.reason == b.reason && a.direction == b.direction;
}

/// With a constraint, too.
Case constrained_case() {
    Case made = case_of(Scheme::Auto);
    made.question.policy.constraint =
        *rc::gen::element<std::string>("", ">=1.2", "<2", "^1.1.0", "~1.2.0", "!=1.2.2", "<=1.4 || >=4");
    made.question.policy.allow_downgrade = *rc::gen::arbitrary<bool>();
    made.question.policy.fallback = *rc::gen::element(Fallback::Keep, Fallback::SameMinor);
    return made;
}

RC_GTEST_PROP(Select, TakesWhatIsListedAndMeetsTheConstraint, ()) {
    const Question question = constrained_case().question;
    const Verdict verdict = select(question);
    if (verdict.action != Action::Update) return;
    const auto& tags = question.tags.tags.names();
    RC_ASSERT(std::find(tags.begin(), tags.end(), verdict.tag) != tags.end());
    const Codenames codenames;
    const TagBook repository(tags, Scheme::Auto, codenames, question.current);
    const auto constraint = Constraint::parse(question.policy.constraint, repository);
    RC_ASSERT(constraint && constraint->admits(repository.read(verdict.tag)));
}

RC_GTEST_PROP(Select, IgnoresTagsOfOtherFamilies, ()) {
    Question question = constrained_case().question;
    const Verdict before = select(question);
    const auto stranger = rc::gen::element<std::string>("zz-9.9.9", "latest", "sha-7e10f3a", "20240101", "1234567",
                                                        "1.9.9-zz", "4.9.9-arm64", "uluru");
    std::vector<std::string> tags = question.tags.tags.names();
    tags.push_back(*stranger);
    tags.insert(tags.begin(), *stranger);
    question.tags.tags = tags;
    RC_ASSERT(same(before, select(question)));
}

RC_GTEST_PROP(Select, NeverFlipsBetweenEqualSpellings, ()) {
    Question question = constrained_case().question;
    question.current = *rc::gen::element<std::string>("1.2.0", "v1.2.0", "1.2.0rc1", "1.2.0-rc.1");
    const bool candidate = question.current.find("rc") != std::string::npos;
    question.tags.tags = candidate ? std::vector<std::string>{"1.2.0rc1", "1.2.0-rc.1", "v1.2.0-rc1", "1.2.0.0rc1"}
                                   : std::vector<std::string>{"1.2.0", "v1.2.0", "1.2.0.0", "01.2.0"};
    question.server = ServerRuns{candidate ? "1.2.0rc1" : "1.2.0"};
    RC_ASSERT(select(question).action != Action::Update);
}

RC_GTEST_PROP(Select, ProvesNothingByAbsenceFromAPartialList, ()) {
    Question question = constrained_case().question;
    question.tags.complete = false;
    const Verdict verdict = select(question);
    RC_ASSERT(verdict.direction != Direction::Down);
    RC_ASSERT(verdict.reason.find("unavailable") == std::string::npos);
    RC_ASSERT(verdict.reason != "no-candidate" && verdict.reason != "constraint-unsatisfied");
}

}  // namespace
}  // namespace lockstep
