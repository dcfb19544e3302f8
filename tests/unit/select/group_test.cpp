// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/group.hpp"

#include "support/also.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::HasSubstr;
using testing::Not;

using Tags = std::vector<std::string>;

GroupMember member(std::string name, std::string current, Tags tags, PolicyKind kind = PolicyKind::SameMajor) {
    Question question;
    question.current = std::move(current);
    question.tags.tags = std::move(tags);
    question.policy.kind = kind;
    const std::string place = "example.org/" + name + " for linux/amd64";
    return {std::move(name), place, std::move(question)};
}

Question& question(GroupMember& of) {
    return std::get<Question>(of.asked);
}

/// The members of a group that follows a server.
GroupMember following(std::string name, std::string current, Tags tags, std::string server,
                      PolicyKind kind = PolicyKind::ServerMinor) {
    GroupMember made = member(std::move(name), std::move(current), std::move(tags), kind);
    question(made).server = ServerRuns{std::move(server)};
    return made;
}

using Group = std::vector<GroupMember>;

/// What becomes of each member: the tag it moves to, else the reason why it does not.
std::vector<std::string> outcome(const Group& group, GroupBy by = GroupBy::Version) {
    std::vector<std::string> words;
    for (const Verdict& verdict : select_group(group, by)) {
        EXPECT_FALSE(verdict.sentence.empty());
        words.push_back(verdict.action == Action::Update ? verdict.tag : verdict.reason);
    }
    return words;
}

using Words = std::vector<std::string>;

Digest digest(char fill) {
    return Digest::parse("sha256:" + std::string(64, fill)).value();
}

TEST(Group, MovesTogetherToTheHighestVersionThatAllHave) {
    const Group group{member("node", "4.1.0", {"4.1.0", "4.1.1", "4.2.0"}),
                      member("ui", "4.1.0", {"4.1.0", "4.1.1", "4.2.0", "5.0.0"})};
    EXPECT_EQ(outcome(group), (Words{"4.2.0", "4.2.0"}));
}

TEST(Group, WaitsForAHalfPublishedReleaseAndNamesWhoLacksIt) {
    const Group group{member("node", "4.1.0", {"4.1.0", "4.2.0"}), member("ui", "4.1.0", {"4.1.0"})};
    EXPECT_EQ(outcome(group), (Words{"group-waits", "group-waits"}));
    for (const Verdict& verdict : select_group(group, GroupBy::Version)) {
        EXPECT_EQ(verdict.action, Action::Keep);
        EXPECT_THAT(verdict.sentence, HasSubstr("4.2.0"));
        EXPECT_THAT(verdict.sentence, HasSubstr("ui: example.org/ui for linux/amd64"));
        EXPECT_THAT(verdict.sentence, Not(HasSubstr("node:")));
    }
}

TEST(Group, TakesWhatAllHaveWhileItWaitsForMore) {
    const Group group{member("node", "4.1.0", {"4.1.0", "4.1.1", "4.2.0"}), member("ui", "4.1.0", {"4.1.0", "4.1.1"})};
    EXPECT_EQ(outcome(group), (Words{"4.1.1", "4.1.1"}));
    EXPECT_THAT(select_group(group, GroupBy::Version).front().sentence, HasSubstr("waits for 4.2.0"));
}

TEST(Group, AMemberThatIsThereAlreadyKeepsAndTheOthersJoinIt) {
    const Group group{member("node", "4.2.0", {"4.1.0", "4.2.0"}), member("ui", "4.1.0", {"4.1.0", "4.2.0"})};
    EXPECT_EQ(outcome(group), (Words{"up-to-date", "4.2.0"}));
}

TEST(Group, NobodyMovesBehindAMemberThatIsAhead) {
    const Group group{member("node", "4.2.0", {"4.1.0", "4.1.1", "4.2.0"}), member("ui", "4.1.0", {"4.1.0", "4.1.1"})};
    EXPECT_EQ(outcome(group), (Words{"group-waits", "group-waits"}));
}

TEST(Group, ReadsOneVersionInAllSpellings) {
    const Tags dashes{"5.0.0-rc1", "5.0.0-rc2"};
    const Tags glued{"5.0.0rc1", "5.0.0rc2"};
    const Tags dotted{"v5.0.0-rc.1", "v5.0.0-rc.2"};
    const Group group{member("chart", "5.0.0-rc1", dashes), member("node", "5.0.0rc1", glued),
                      member("ui", "v5.0.0-rc.1", dotted)};
    EXPECT_EQ(outcome(group), (Words{"5.0.0-rc2", "5.0.0rc2", "v5.0.0-rc.2"}));
    const Group equal{member("node", "1.20", {"1.20"}), member("ui", "v1.20.0", {"v1.20.0"})};
    EXPECT_EQ(outcome(equal), (Words{"up-to-date", "up-to-date"}));
}

TEST(Group, APostReleaseIsARebuildOfTheSameVersion) {
    const Group group{member("node", "4.1.0", {"4.1.0", "4.1.0.post1"}), member("ui", "4.1.0", {"4.1.0"})};
    EXPECT_EQ(outcome(group), (Words{"4.1.0.post1", "up-to-date"}));
}

TEST(Group, SharesXYAndLeavesThePatchFreeByMinor) {
    const Tags compiler{"3.10.0", "3.11.0", "3.11.2", "3.12.0"};
    const Tags runtime{"3.10.1", "3.11.0", "3.11.1"};
    const Group group{member("compiler", "3.10.0", compiler), member("runtime", "3.10.1", runtime)};
    EXPECT_EQ(outcome(group, GroupBy::Minor), (Words{"3.11.2", "3.11.1"}));
    EXPECT_THAT(select_group(group, GroupBy::Minor).front().sentence, HasSubstr("waits for 3.12 "));
    EXPECT_EQ(outcome(group, GroupBy::Version), (Words{"3.11.0", "3.11.0"}));
}

TEST(Group, NightliesShareXY) {
    Group group{member("compiler", "3.12.0rc20260820", {"3.12.0rc20260820", "3.12.0rc20260822", "3.13.0rc20260901"}),
                member("runtime", "3.12.0rc20260820", {"3.12.0rc20260820", "3.12.0rc20260821"})};
    for (GroupMember& one : group) question(one).policy.channel = Channel::Nightly;
    EXPECT_EQ(outcome(group, GroupBy::Minor), (Words{"3.12.0rc20260822", "3.12.0rc20260821"}));
}

TEST(Group, EachMembersOwnRulesHold) {
    Group group{member("node", "4.1.0", {"4.1.0", "4.2.0", "4.3.0rc1"}), member("ui", "4.1.0", {"4.1.0", "4.2.0"})};
    question(group[1]).policy.constraint = "<4.2";
    EXPECT_EQ(outcome(group), (Words{"group-held", "group-held"}));
    EXPECT_THAT(select_group(group, GroupBy::Version).front().sentence, HasSubstr("ui: 4.2.0 does not meet"));
    question(group[1]).policy.constraint.clear();
    question(group[0]).policy.channel = Channel::Rc;
    EXPECT_EQ(outcome(group), (Words{"4.2.0", "4.2.0"}));
    question(group[0]).policy.exclude = {"4.2.0"};
    EXPECT_EQ(outcome(group), (Words{"group-waits", "group-waits"}));
}

TEST(Group, APinnedMemberHoldsTheOthersAtItsVersion) {
    const Tags tags{"4.1.0", "4.2.0"};
    const Group ahead{member("node", "4.1.0", tags), member("ui", "4.1.0", tags, PolicyKind::Pin)};
    EXPECT_EQ(outcome(ahead), (Words{"group-held", "group-held"}));
    const Group behind{member("node", "4.1.0", tags), member("ui", "4.2.0", tags, PolicyKind::Pin)};
    EXPECT_EQ(outcome(behind), (Words{"4.2.0", "pinned"}));
}

TEST(Group, FollowsTheServerDownTogetherOrNotAtAll) {
    const Tags all{"4.1.0", "4.1.1", "4.2.0"};
    EXPECT_EQ(outcome({following("node", "4.2.0", all, "4.1.0"), following("ui", "4.2.0", all, "4.1.0")}),
              (Words{"4.1.1", "4.1.1"}));
    EXPECT_EQ(
        outcome({following("node", "4.2.0", all, "4.1.0"), following("ui", "4.2.0", {"4.1.0", "4.2.0"}, "4.1.0")}),
        (Words{"4.1.0", "4.1.0"}));
    EXPECT_EQ(outcome({following("node", "4.2.0", all, "4.1.0"), following("ui", "4.2.0", {"4.2.0"}, "4.1.0")}),
              (Words{"group-waits", "server-minor-unavailable"}));
    EXPECT_EQ(outcome({following("node", "4.2.0", all, "4.1.0"), member("ui", "4.2.0", all)}),
              (Words{"group-held", "group-held"}));
}

TEST(Group, AnExactServerWaitsForBothImages) {
    const auto manager = following("manager", "26.1.0", {"26.1.0", "26.3.0"}, "26.3.0", PolicyKind::ServerExact);
    auto agent = following("agent", "26.1.0", {"26.1.0"}, "26.3.0", PolicyKind::ServerExact);
    EXPECT_EQ(outcome({manager, agent}), (Words{"group-waits", "server-exact-unavailable"}));
    question(agent).tags.tags = also(question(agent).tags.tags, "26.3.0");
    EXPECT_EQ(outcome({manager, agent}), (Words{"26.3.0", "26.3.0"}));
}

TEST(Group, ARefusalOrMissingEvidenceOfOneHoldsAll) {
    const Tags tags{"4.1.0", "4.2.0"};
    const Group refusing{member("node", "4.1.0", tags), member("ui", "latest", tags)};
    EXPECT_EQ(outcome(refusing), (Words{"group-held", "current-not-a-version"}));
    EXPECT_THAT(select_group(refusing, GroupBy::Version).front().sentence,
                HasSubstr("because ui does (current-not-a-version"));
    Group unreachable{member("node", "4.1.0", tags), member("ui", "4.1.0", tags, PolicyKind::ServerMinor)};
    question(unreachable[1]).server = ServerUnreachable{"timeout"};
    EXPECT_EQ(outcome(unreachable), (Words{"group-held", "server-unreachable"}));
    const Verdict paused{.action = Action::Keep, .reason = "paused", .sentence = "somebody paused it"};
    EXPECT_EQ(outcome({member("node", "4.1.0", tags), {"ui", "", paused}}), (Words{"group-held", "paused"}));
}

TEST(Group, APartialListProvesNoAbsence) {
    Group group{member("node", "4.1.0", {"4.1.0", "4.2.0"}), member("ui", "4.1.0", {"4.1.0"})};
    question(group[1]).tags.complete = false;
    EXPECT_EQ(outcome(group), (Words{"group-held", "group-held"}));
    EXPECT_THAT(select_group(group, GroupBy::Version).front().sentence, HasSubstr("broke off"));
    question(group[1]).tags.tags = also(question(group[1]).tags.tags, "4.2.0");
    EXPECT_EQ(outcome(group), (Words{"4.2.0", "4.2.0"}));
}

TEST(Group, ATagWithoutAnImageForThePlatformIsNotThere) {
    Group group{member("node", "4.1.0", {"4.1.0", "4.1.1", "4.2.0"}),
                member("ui", "4.1.0", {"4.1.0", "4.1.1", "4.2.0"})};
    question(group[1]).absent = {"4.2.0"};
    EXPECT_EQ(outcome(group), (Words{"4.1.1", "4.1.1"}));
    EXPECT_THAT(select_group(group, GroupBy::Version).front().sentence,
                HasSubstr("ui: example.org/ui for linux/amd64 has none yet"));
}

TEST(Group, AnAliasMovesWhenItPointsToWhatTheOthersCanBeAt) {
    const Tags tags{"4.1.0", "4.2.0"};
    AliasQuestion alias{
        "latest", {digest('a')}, digest('b'), {{"4.1.0", {digest('a')}}, {"4.2.0", {digest('b')}}}, {tags}, {}};
    const GroupMember node = member("node", "4.1.0", tags);
    EXPECT_EQ(outcome({node, {"ui", "example.org/ui", alias}}), (Words{"4.2.0", "latest"}));
    alias.now = digest('a');
    EXPECT_EQ(outcome({node, {"ui", "example.org/ui", alias}}), (Words{"group-waits", "group-waits"}));
    alias.now = digest('c');
    alias.digests.clear();
    EXPECT_EQ(outcome({node, {"ui", "example.org/ui", alias}}), (Words{"group-held", "group-held"}));
}

TEST(Group, OfOneIsNoGroup) {
    const Tags tags{"4.1.0", "4.2.0"};
    EXPECT_EQ(outcome({member("node", "4.1.0", tags)}), (Words{"4.2.0"}));
    EXPECT_TRUE(select_group({}, GroupBy::Version).empty());
}

TEST(Group, TheTraceSaysWhatTheGroupCannotTake) {
    Group group{member("node", "4.1.0", {"4.1.0", "4.1.1", "4.2.0"}), member("ui", "4.1.0", {"4.1.0", "4.1.1"})};
    question(group[0]).want_trace = true;
    const auto trace = select_group(group, GroupBy::Version).front().trace;
    ASSERT_EQ(trace.size(), 3U);
    EXPECT_EQ(trace[0].reason, "outside-group");
    EXPECT_EQ(trace[1].reason, "taken");
}

}  // namespace
}  // namespace lockstep
