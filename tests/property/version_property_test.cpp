// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
// RapidCheck's bridge needs gtest first.
#include "lockstep/select/select.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_book.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

/// Mostly tags as people write them, sometimes any bytes.
rc::Gen<std::string> tag_gen() {
    const auto number =
        rc::gen::element<std::string>("0", "1", "2", "10", "03", "4", "20240101", "99999999999999999999");
    const auto glue = rc::gen::element<std::string>("", ".", "-", "_");
    const auto word = rc::gen::element<std::string>("", "rc", "a", "beta", "dev", "post", "r", "alpine", "7e10f3a", "m",
                                                    "nightly", "Final", "amd64", "foo");
    const auto written = rc::gen::map(rc::gen::tuple(rc::gen::element<std::string>("", "", "v", "x-"), number, number,
                                                     number, glue, word, glue, number),
                                      [](const auto& parts) {
                                          const auto& [prefix, x, y, z, g1, w, g2, n] = parts;
                                          return prefix + x + "." + y + "." + z + g1 + w + g2 + (w.empty() ? "" : n);
                                      });
    return rc::gen::weightedOneOf<std::string>({{5, written}, {1, rc::gen::arbitrary<std::string>()}});
}

/// Neighbours in one repository, so that most questions have an answer.
rc::Gen<std::string> close_tag_gen() {
    const auto number = rc::gen::element<std::string>("0", "1", "2", "4");
    const auto suffix = rc::gen::element<std::string>("", "", "", "rc1", "-rc.2", ".dev1", "-1", ".post1", "-alpine");
    const auto close = rc::gen::map(rc::gen::tuple(number, number, number, suffix), [](const auto& parts) {
        const auto& [x, y, z, end] = parts;
        return x + "." + y + "." + z + end;
    });
    return rc::gen::weightedOneOf<std::string>({{9, close}, {1, tag_gen()}});
}

rc::Gen<Scheme> scheme_gen() {
    return rc::gen::element(Scheme::Auto, Scheme::Pep440, Scheme::Semver, Scheme::Calver, Scheme::Loose);
}

RC_GTEST_PROP(Order, IsTotalAndTransitive, ()) {
    const Scheme scheme = *scheme_gen();
    const std::string texts[] = {*tag_gen(), *tag_gen(), *tag_gen()};
    const Tag a = parse_tag(texts[0], scheme);
    const Tag b = parse_tag(texts[1], scheme);
    const Tag c = parse_tag(texts[2], scheme);
    RC_ASSERT(!comes_before(a, a));
    RC_ASSERT(texts[0] == texts[1] || comes_before(a, b) != comes_before(b, a));
    if (comes_before(a, b) && comes_before(b, c)) RC_ASSERT(comes_before(a, c));
    if (a.is_ordered() && b.is_ordered() && c.is_ordered() && compare(a, b) == 0)
        RC_ASSERT((compare(a, c) == compare(b, c)));
}

RC_GTEST_PROP(Parse, TakesAnyBytes, (const std::string& bytes)) {
    const Tag tag = parse_tag(bytes, *scheme_gen(), {{"uluru", "5"}});
    RC_ASSERT(bytes.size() <= kMaxTagBytes || tag.kind == Kind::Invalid);
}

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
    made.shuffled = made.question.tags.tags;
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
    const TagBook repository(question.tags.tags, question.policy.scheme, question.policy.codenames, question.current);
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

}  // namespace
}  // namespace lockstep
