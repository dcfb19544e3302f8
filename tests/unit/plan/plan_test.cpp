// SPDX-License-Identifier: Apache-2.0
#include "lockstep/plan/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> words_of(Phase phase, bool auto_remove) {
    std::vector<std::string> words;
    for (const Step& step : steps_of(phase, auto_remove)) words.emplace_back(word(step));
    return words;
}

Decided decided(const std::string& name, const std::string& group = {}, Action action = Action::Update) {
    Container container;
    container.id = ContainerId("0123456789abcdef");
    container.name = name;
    container.image = ImageId("sha256:1");
    Image image;
    image.platform = {"linux", "arm64", ""};
    return {.container = container,
            .image = image,
            .from = Reference::parse("busybox:1.35").value(),
            .verdict = {.action = action, .tag = "1.36"},
            .digest = Digest::parse("sha256:" + std::string(64, 'a')).value(),
            .group = group,
            .gate = {}};
}

TEST(Steps, OfAPlainContainer) {
    EXPECT_THAT(words_of(Phase::Planned, false), ElementsAre("pull-image", "create-new"));
    EXPECT_THAT(words_of(Phase::Prepared, false), IsEmpty());
    EXPECT_THAT(words_of(Phase::Switching, false),
                ElementsAre("hold-restart", "stop-old", "park-old", "name-new", "start-new", "await-health"));
    EXPECT_THAT(words_of(Phase::Committed, false), ElementsAre("remove-old"));
    EXPECT_THAT(words_of(Phase::Rollback, false),
                ElementsAre("stop-new", "remove-new", "restore-name", "restore-restart", "start-old"));
    EXPECT_THAT(words_of(Phase::Done, false), IsEmpty());
}

TEST(Steps, OfAnAutoRemovedContainer) {
    EXPECT_THAT(words_of(Phase::Planned, true), ElementsAre("pull-image", "create-new"));
    EXPECT_THAT(words_of(Phase::Switching, true),
                ElementsAre("stop-old", "await-removal", "name-new", "start-new", "await-health"));
    EXPECT_THAT(words_of(Phase::Committed, true), IsEmpty());
    EXPECT_THAT(words_of(Phase::Rollback, true), ElementsAre("stop-new", "remove-new", "recreate-old", "start-old"));
}

TEST(Phases, HaveTheirOwnWordsThatReadBack) {
    std::set<std::string_view> words;
    for (const Phase phase : kPhases) {
        words.insert(word(phase));
        EXPECT_EQ(phase_of(word(phase)), phase);
    }
    EXPECT_EQ(words.size(), kPhases.size());
    for (const char* text : {"", "Planned", "switching ", "teleporting"}) EXPECT_FALSE(phase_of(text)) << text;
}

TEST(MakePlan, TakesWhatItWasGivenAndNamesWhatItWillMake) {
    const auto plan = make_plan({decided("node")});
    ASSERT_EQ(plan.swaps.size(), 1U);
    const Swap& swap = plan.swaps.front();
    EXPECT_EQ(swap.id, SwapId("0123456789ab"));
    EXPECT_EQ(swap.temporary_name(), "node.0123456789ab.new");
    EXPECT_EQ(swap.parking_name(), "node.0123456789ab.old");
    EXPECT_EQ(swap.to.text(), "busybox:1.36");
    EXPECT_EQ(swap.platform.text(), "linux/arm64");
    EXPECT_EQ(swap.old_image, ImageId("sha256:1"));
}

TEST(MakePlan, LeavesOutWhatIsNoUpdateOrHasNoDigest) {
    Decided without_digest = decided("c");
    without_digest.digest.reset();
    EXPECT_THAT(make_plan({decided("a", "", Action::Keep), decided("b", "", Action::Refuse), without_digest}).swaps,
                IsEmpty());
}

TEST(MakePlan, KeepsGroupsTogetherAndTheOrderOtherwise) {
    const auto plan =
        make_plan({decided("a", "x"), decided("b"), decided("c", "x"), decided("d", "y"), decided("e", "x")});
    std::vector<std::string> names;
    for (const Swap& swap : plan.swaps) names.push_back(swap.name);
    EXPECT_THAT(names, ElementsAre("a", "c", "e", "b", "d"));
}

TEST(Sentence, SaysOfEveryStepWhatItDoesToWhom) {
    const Swap swap = make_plan({decided("node")}).swaps.front();
    EXPECT_EQ(sentence(StopOld{}, swap), "stop node (its own signal and timeout)");
    for (const bool auto_remove : {false, true}) {
        for (const Phase phase : kPhases) {
            for (const Step& step : steps_of(phase, auto_remove)) {
                EXPECT_THAT(sentence(step, swap), testing::AnyOf(HasSubstr("node"), HasSubstr("busybox")));
            }
        }
    }
}

}  // namespace
}  // namespace lockstep
