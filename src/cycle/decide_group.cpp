// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"

#include "case.hpp"
#include "decide.hpp"

#include <algorithm>
#include <map>

namespace lockstep {
namespace {

/// Versions of a group that are given up, one after the other, because somebody has no image of them for its platform.
constexpr int kMostTries = 8;

struct Asker {
    std::variant<Question, AliasQuestion, Verdict> operator()(const Question& question) const { return question; }
    std::variant<Question, AliasQuestion, Verdict> operator()(const AliasQuestion& question) const { return question; }
    std::variant<Question, AliasQuestion, Verdict> operator()(std::monostate) const { return verdict; }

    const Verdict& verdict;
};

GroupMember member_of(Decider::Case& of) {
    const Workload& workload = of.workload;
    return {of.finding.container, format("{} for {}", of.repository().text(), workload.image.platform.text()),
            std::visit(Asker{of.verdict()}, of.asked)};
}

GroupMember member_of(const Skipped& skipped) {
    return {skipped.container, skipped.container,
            Verdict{.action = Action::Keep, .reason = skipped.reason, .sentence = skipped.sentence}};
}

}  // namespace

/// Groups with more than one member; marks their cases.
std::vector<Decider::Companions> Decider::groups_of(std::vector<Case>& cases, const std::vector<Skipped>& skipped) {
    std::map<std::string, Companions> all;
    for (Case& of : cases) {
        if (!of.workload.target.group.empty()) all[of.workload.target.group].cases.push_back(&of);
    }
    for (const Skipped& one : skipped) {
        if (holds_its_group(one)) all[one.group].left_alone.push_back(&one);
    }
    std::vector<Companions> groups;
    for (auto& entry : all) {
        Companions& group = entry.second;
        if (group.cases.empty() || group.cases.size() + group.left_alone.size() < 2) continue;
        for (Case* of : group.cases) of->grouped = true;
        groups.push_back(std::move(group));
    }
    return groups;
}

/// Replaces what the members would do by themselves by what they can do together.
void Decider::choose_together(const Companions& group, const std::stop_token& stop) {
    std::vector<GroupMember> members;
    for (Case* of : group.cases) members.push_back(member_of(*of));
    for (const Skipped* skipped : group.left_alone) members.push_back(member_of(*skipped));
    const GroupBy by = group.cases.front()->workload.target.group_by;
    auto verdicts = select_group(members, by);
    for (int i = 0; i < kMostTries && drop_absent(group, members, verdicts, stop); ++i)
        verdicts = select_group(members, by);
    for (std::size_t i = 0; i < group.cases.size(); ++i) {
        Verdict& own = group.cases[i]->verdict();
        if (verdicts[i].trace.empty()) verdicts[i].trace = std::move(own.trace);
        own = std::move(verdicts[i]);
    }
}

/// Looks at the images that the group would move to; true when one of them is gone or does not serve its member's
/// platform. That tag then counts as not there.
bool Decider::drop_absent(const Companions& group, std::vector<GroupMember>& members,
                          const std::vector<Verdict>& verdicts, const std::stop_token& stop) {
    std::vector<Evidence::Tag> targets;
    for (std::size_t i = 0; i < group.cases.size(); ++i) {
        if (verdicts[i].action == Action::Update) targets.emplace_back(group.cases[i]->repository(), verdicts[i].tag);
    }
    evidence_.collect_digests(targets, Evidence::Lasting::Cycle, stop);
    bool dropped = false;
    for (std::size_t i = 0; i < group.cases.size(); ++i) {
        auto* question = std::get_if<Question>(&members[i].asked);
        if (question == nullptr || verdicts[i].action != Action::Update) continue;
        const Case& of = *group.cases[i];
        const auto& digest = evidence_.digest(of.repository(), verdicts[i].tag);
        if (!serves(of, digest, stop)) dropped |= question->absent.insert(verdicts[i].tag).second;
    }
    return dropped;
}

/// Other failures than absence are no answer: they are met again, and told, when the move is bound to its digest.
bool Decider::serves(const Case& of, const Result<Digest>& digest, const std::stop_token& stop) {
    if (!digest) return digest.error().kind != ErrorKind::NotFound;
    const auto manifest = evidence_.manifest(of.repository(), *digest, stop);
    return !manifest || missing_platform(*manifest, of.workload.image.platform).empty();
}

void keep_groups_whole(std::vector<Decision>& decisions) {
    for (const Decision& culprit : decisions) {
        const Verdict& why = culprit.finding.verdict;
        // Who runs the very image that was chosen is where it should be.
        if (culprit.group.empty() || !culprit.moves || culprit.update || why.reason == "up-to-date") continue;
        for (Decision& other : decisions) {
            if (other.group != culprit.group || !other.update) continue;
            other.update.reset();
            overrule(other.finding.verdict, held_by(culprit.finding.container, why.reason, why.sentence));
        }
    }
}

}  // namespace lockstep
