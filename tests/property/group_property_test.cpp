// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
// RapidCheck's bridge needs gtest first.
#include "lockstep/select/group.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_book.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

using Tags = std::vector<std::string>;

/// Few numbers and all spellings, so that members often meet.
rc::Gen<std::string> release_gen() {
    const auto number = rc::gen::element<std::string>("0", "1", "2", "3");
    const auto v = rc::gen::element<std::string>("", "", "v");
    const auto suffix = rc::gen::element<std::string>("", "", "", "rc1", "-rc.1", "-rc2", ".post1", "-alpine");
    return rc::gen::map(rc::gen::tuple(v, rc::gen::element<std::string>("4", "4", "5"), number, number, suffix),
                        [](const auto& parts) {
                            const auto& [prefix, x, y, z, end] = parts;
                            return prefix + x + "." + y + "." + z + end;
                        });
}

/// A member, and what the laws need of its question.
struct Drawn {
    Question question;
    GroupMember member;
};

Drawn drawn(int index, const std::string& server) {
    Question question;
    Tags tags = *rc::gen::container<Tags>(release_gen());
    question.current = *release_gen();
    tags.push_back(question.current);
    question.tags.tags = tags;
    question.policy.kind = *rc::gen::element(PolicyKind::SameMajor, PolicyKind::SameMajor, PolicyKind::SameMinor,
                                             PolicyKind::ServerMinor, PolicyKind::ServerExact, PolicyKind::Pin);
    question.policy.channel = *rc::gen::element(Channel::Follow, Channel::Follow, Channel::Stable, Channel::Rc);
    question.policy.constraint = *rc::gen::element<std::string>("", "", "", "<4.3", ">=4.1");
    question.tags.complete = *rc::gen::weightedElement<bool>({{5, true}, {1, false}});
    question.server = ServerRuns{server};
    const std::string name = "member-" + std::to_string(index);
    return {question, {name, "example.org/" + name, question}};
}

std::vector<Drawn> group_of(int size) {
    const std::string server = *rc::gen::element<std::string>("4.1.0", "4.2.0", "4.2.1rc1", "5.0.0");
    std::vector<Drawn> group;
    for (int i = 0; i < size; ++i) group.push_back(drawn(i, server));
    return group;
}

std::vector<GroupMember> members_of(const std::vector<Drawn>& group) {
    std::vector<GroupMember> members;
    for (const Drawn& one : group) members.push_back(one.member);
    return members;
}

bool same_line(const Tag& a, const Tag& b, GroupBy by) {
    return by == GroupBy::Minor ? compare_numbers(a, b, 2) == 0 : same_but_post(a, b);
}

/// What the member runs after its verdict.
std::string after(const Question& question, const Verdict& verdict) {
    return verdict.action == Action::Update ? verdict.tag : question.current;
}

RC_GTEST_PROP(Group, NeverMixesVersions, ()) {
    const GroupBy by = *rc::gen::element(GroupBy::Version, GroupBy::Minor);
    const auto group = group_of(*rc::gen::inRange(2, 5));
    const auto verdicts = select_group(members_of(group), by);
    const auto moves = [](const Verdict& verdict) {
        return verdict.action == Action::Update;
    };
    if (std::ranges::none_of(verdicts, moves)) return;
    const std::string first = after(group[0].question, verdicts[0]);
    for (std::size_t i = 1; i < group.size(); ++i) {
        const std::string other = after(group[i].question, verdicts[i]);
        RC_ASSERT(same_line(parse_tag(first), parse_tag(other), by));
    }
}

RC_GTEST_PROP(Group, StaysInsideEachMembersOwnRules, ()) {
    const GroupBy by = *rc::gen::element(GroupBy::Version, GroupBy::Minor);
    const auto group = group_of(*rc::gen::inRange(2, 5));
    const auto verdicts = select_group(members_of(group), by);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (verdicts[i].action != Action::Update) continue;
        const Question& question = group[i].question;
        const Verdict alone = select(question);
        const Tag from = parse_tag(question.current);
        const Tag to = parse_tag(verdicts[i].tag);
        RC_ASSERT(alone.action == Action::Update);
        RC_ASSERT(alone.direction == verdicts[i].direction);
        RC_ASSERT((compare(to, parse_tag(alone.tag)) <= 0));
        RC_ASSERT((compare_numbers(from, to, 1) == 0));
        RC_ASSERT((verdicts[i].direction == Direction::Down) == (compare(to, from) < 0));
        RC_ASSERT(Constraint::parse(question.policy.constraint).value().admits(to));
        RC_ASSERT(std::ranges::find(question.tags.tags, verdicts[i].tag) != question.tags.tags.end());
    }
}

RC_GTEST_PROP(Group, OneAnswerForAnyOrder, ()) {
    auto group = group_of(*rc::gen::inRange(2, 5));
    const auto forth = select_group(members_of(group), GroupBy::Version);
    std::ranges::reverse(group);
    for (Drawn& one : group) {
        TagShelf& tags = std::get<Question>(one.member.asked).tags.tags;
        tags = Tags(tags.names().rbegin(), tags.names().rend());
    }
    const auto back = select_group(members_of(group), GroupBy::Version);
    for (std::size_t i = 0; i < group.size(); ++i) {
        const Verdict& a = forth[i];
        const Verdict& b = back[group.size() - 1 - i];
        RC_ASSERT(a.action == b.action && a.tag == b.tag && a.reason == b.reason);
    }
}

RC_GTEST_PROP(Group, RestsOnceItHasMoved, ()) {
    const GroupBy by = *rc::gen::element(GroupBy::Version, GroupBy::Minor);
    auto group = group_of(*rc::gen::inRange(2, 4));
    const auto verdicts = select_group(members_of(group), by);
    for (std::size_t i = 0; i < group.size(); ++i) {
        std::get<Question>(group[i].member.asked).current = after(group[i].question, verdicts[i]);
    }
    for (const Verdict& verdict : select_group(members_of(group), by)) RC_ASSERT(verdict.action != Action::Update);
}

}  // namespace
}  // namespace lockstep
