// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/executor.hpp"

#include "lockstep/core/text.hpp"

#include "support/swap_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace lockstep {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string temporary(SwapWorld& world) {
    return world.swap().temporary_name();
}
std::string parked(SwapWorld& world) {
    return world.swap().parking_name();
}

void pull_before(SwapWorld& world) {
    const Swap swap = world.swap();
    ASSERT_TRUE(world.engine.pull(swap.to.pinned(*swap.digest), {}, Secret(), [](const PullProgress&) {}, {}));
    world.engine.forget_changes();
}

TEST(Executor, ReplacesTheContainerInTheOrderOfTheTable) {
    SwapWorld world;
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Updated) << outcome->reason;
    EXPECT_EQ(world.faults(), "");
    EXPECT_TRUE(world.is_new());
    const std::string fresh = temporary(world);
    EXPECT_THAT(
        world.engine.changes(),
        ElementsAre("pull example.org/node@" + SwapWorld::digest(), "tag example.org/node:4.2", "create " + fresh,
                    "connect " + fresh + " frontend", "update node", "rename node to " + parked(world),
                    "rename " + fresh + " to node", "stop " + parked(world), "start node", "remove " + parked(world)));
}

TEST(Executor, ReplacesAStoppedContainerWithoutStartingIt) {
    for (const bool auto_remove : {false, true}) {
        SwapWorld world({.auto_remove = auto_remove, .stopped = true});
        const auto outcome = world.run();
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->result, SwapResult::Updated) << outcome->reason;
        EXPECT_TRUE(world.is_new());
        EXPECT_EQ(world.node().status, ContainerStatus::Created);
        EXPECT_EQ(world.node().auto_remove, auto_remove);
        EXPECT_THAT(world.engine.names(), ElementsAre("node"));
        EXPECT_THAT(world.open_swaps(), IsEmpty());
    }
}

TEST(Executor, ReplacesAnAutoRemovedContainerWithoutParkingIt) {
    SwapWorld world({.auto_remove = true});
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Updated) << outcome->reason;
    EXPECT_EQ(world.faults(), "");
    EXPECT_TRUE(world.is_new());
    EXPECT_THAT(world.steps, ElementsAre("pull-image", "create-new", "park-old", "name-new", "stop-old",
                                         "await-removal", "start-new", "await-health"));
}

TEST(Executor, WritesHistoryWithTheGap) {
    SwapWorld world;
    const auto outcome = world.run();
    ASSERT_TRUE(outcome && outcome->gap);
    const auto lines = world.journal->history(5).value();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines.front().outcome, "updated");
    EXPECT_EQ(lines.front().from, "example.org/node:4.1");
    EXPECT_EQ(lines.front().to, "example.org/node:4.2");
    EXPECT_EQ(lines.front().gap, outcome->gap);
}

TEST(Executor, DoesNotPullWhatIsThere) {
    SwapWorld world;
    pull_before(world);
    ASSERT_EQ(world.run()->result, SwapResult::Updated);
    EXPECT_THAT(world.engine.changes(), Not(Contains(HasSubstr("pull"))));
}

TEST(Executor, AddsTheDigestWhereAProxyForbidsTagging) {
    SwapWorld world;
    world.engine.refuse_tagging();
    ASSERT_EQ(world.run()->result, SwapResult::Updated);
    EXPECT_EQ(world.node().reference, "example.org/node:4.2@" + SwapWorld::digest());
}

class BrokenImage : public testing::TestWithParam<std::tuple<bool, Behaviour>> {};

TEST_P(BrokenImage, IsRolledBackAndRemembered) {
    const auto [auto_remove, behaviour] = GetParam();
    SwapWorld world({.auto_remove = auto_remove, .new_behaviour = behaviour});
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::RolledBack);
    EXPECT_TRUE(outcome->blames_image) << outcome->reason;
    EXPECT_EQ(world.faults(), "");
    EXPECT_FALSE(world.is_new());
    const auto bad = world.journal->bad_digests().value();
    ASSERT_EQ(bad.size(), 1U);
    EXPECT_EQ(bad.front().container, "node");
    EXPECT_EQ(bad.front().digest, SwapWorld::digest());
    EXPECT_EQ(bad.front().reason, outcome->reason);
    EXPECT_EQ(world.journal->history(1)->front().outcome, "rolled-back");
}

INSTANTIATE_TEST_SUITE_P(PlainAndAutoRemoved, BrokenImage,
                         testing::Combine(testing::Bool(),
                                          testing::Values(Behaviour::Dies, Behaviour::CannotStart, Behaviour::Unhealthy,
                                                          Behaviour::NeverHealthy)));

TEST(Executor, DoesNotBlameTheImageForAPortInUse) {
    SwapWorld world;
    world.engine.on_change = [&](const std::string& words) {
        world.engine.block_ports(words == "start node" && !world.node().ever_started());
    };
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::RolledBack);
    EXPECT_FALSE(outcome->blames_image);
    EXPECT_THAT(outcome->reason, HasSubstr("port is already allocated"));
    EXPECT_THAT(world.journal->bad_digests().value(), IsEmpty());
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, KeepsTheEntryWhenTheRollbackFailsAndFinishesItLater) {
    for (const bool auto_remove : {false, true}) {
        SwapWorld world({.auto_remove = auto_remove, .new_behaviour = Behaviour::CannotStart});
        world.engine.on_change = [&](const std::string& words) {
            world.engine.block_ports(words.starts_with("start node"));
        };
        const auto outcome = world.run();
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->result, SwapResult::Stuck);
        ASSERT_EQ(world.open_swaps().size(), 1U);
        EXPECT_EQ(world.open_swaps().front().phase, "rollback");
        world.engine.on_change = [](const std::string&) {
        };
        world.engine.block_ports(false);
        world.restart_program();
        const auto outcomes = world.recover();
        ASSERT_EQ(outcomes.size(), 1U);
        EXPECT_EQ(outcomes.front().result, SwapResult::RolledBack);
        EXPECT_EQ(world.faults(), "");
    }
}

TEST(Executor, RefusesADigestThatIsNotTrustedBeforeThePull) {
    SwapWorld world;
    world.trust = make_approved_digests({Digest::parse("sha256:" + std::string(64, '0')).value()});
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Aborted);
    EXPECT_THAT(outcome->reason, HasSubstr("digest-not-approved"));
    EXPECT_THAT(world.engine.changes(), IsEmpty());
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, RefusesAnImageForAnotherMachine) {
    SwapWorld world;
    SwapUnit unit = world.unit();
    unit.swaps.front().platform = {"linux", "arm64", ""};
    Executor executor(world.engine, *world.journal, *world.trust, world.clock, {});
    const auto outcomes = executor.run(unit, no_auth, {});
    ASSERT_TRUE(outcomes);
    EXPECT_THAT(outcomes->front().reason, HasSubstr("platform-mismatch"));
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, ALostSettingEndsItBeforeAnythingIsStopped) {
    SwapWorld world;
    world.engine.ignore_on_create("Memory");
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Aborted);
    EXPECT_THAT(outcome->reason, HasSubstr("setting-lost"));
    EXPECT_THAT(outcome->reason, HasSubstr("HostConfig.Memory"));
    EXPECT_THAT(world.engine.changes(), Not(Contains(HasSubstr("stop "))));
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, GivesUpWhenSomebodyRestartsTheOldOneMeanwhile) {
    SwapWorld world;
    bool happened = false;
    world.engine.on_change = [&](const std::string& words) {
        if (!words.starts_with("create") || std::exchange(happened, true)) return;
        ASSERT_TRUE(world.engine.stop(world.old_id));
        ASSERT_TRUE(world.engine.start(world.old_id));
    };
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Aborted);
    EXPECT_THAT(outcome->reason, HasSubstr("container-moved"));
    EXPECT_EQ(world.faults(), "");
    EXPECT_FALSE(world.is_new());
}

TEST(Executor, GivesUpWhenTheContainerIsNotWhatWasPlanned) {
    SwapWorld world;
    ASSERT_TRUE(world.engine.rename(world.old_id, "renamed"));
    EXPECT_THAT(world.run()->reason, HasSubstr("was renamed"));
    ASSERT_TRUE(world.engine.rename(world.old_id, "node"));
    ASSERT_TRUE(world.engine.stop(world.old_id));
    EXPECT_THAT(world.run()->reason, HasSubstr("was stopped"));
    EXPECT_THAT(world.open_swaps(), IsEmpty());
}

TEST(Executor, MakesALeftoverOfAnotherImageAnew) {
    SwapWorld world;
    ASSERT_TRUE(world.engine.create(temporary(world), {{R"({"Image":"example.org/node:4.1"})"}, {}, {}}));
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Updated) << outcome->reason;
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, DoesNotTouchALeftoverThatSomebodyStarted) {
    SwapWorld world;
    const auto other = world.engine.create(temporary(world), {{R"({"Image":"example.org/node:4.1"})"}, {}, {}});
    ASSERT_TRUE(other);
    ASSERT_TRUE(world.engine.start(*other));
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Aborted);
    EXPECT_THAT(outcome->reason, HasSubstr("leftover-started"));
    EXPECT_TRUE(world.engine.inspect(other->text())->running());
    EXPECT_TRUE(world.node().running());
}

TEST(Executor, StopsWithoutATraceBeforeTheSwitch) {
    for (const std::string moment : {"pull", "create", "connect"}) {
        SCOPED_TRACE(moment);
        SwapWorld world;
        std::stop_source stop;
        world.engine.on_change = [&](const std::string& words) {
            if (words.starts_with(moment)) stop.request_stop();
        };
        const auto outcome = world.run(stop.get_token());
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->result, SwapResult::Aborted);
        EXPECT_EQ(world.faults(), "");
        EXPECT_FALSE(world.is_new());
    }
}

TEST(Executor, AStopDuringTheSwitchStartsTheNewOneAndLeavesTheVerdictToTheNextStart) {
    SwapWorld world;
    std::stop_source stop;
    world.engine.on_change = [&](const std::string& words) {
        if (words.starts_with("stop node")) stop.request_stop();
    };
    const auto outcome = world.run(stop.get_token());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Interrupted);
    EXPECT_TRUE(world.is_new());
    EXPECT_TRUE(world.node().running());
    ASSERT_EQ(world.open_swaps().size(), 1U);
    EXPECT_EQ(world.open_swaps().front().phase, "switching");
    world.restart_program();
    EXPECT_EQ(world.recover().front().result, SwapResult::Updated);
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, AStopDuringTheSwitchStillSeesADeadNewOne) {
    SwapWorld world({.new_behaviour = Behaviour::Dies});
    std::stop_source stop;
    world.engine.on_change = [&](const std::string& words) {
        if (words.starts_with("stop node")) stop.request_stop();
    };
    EXPECT_EQ(world.run(stop.get_token())->result, SwapResult::RolledBack);
    EXPECT_EQ(world.faults(), "");
}

TEST(Executor, WithoutAJournalNothingIsTouched) {
    SwapWorld world;
    world.journal->full_from = 1;
    EXPECT_EQ(world.run().error().code, "journal-io");
    EXPECT_THAT(world.engine.changes(), IsEmpty());
}

TEST(Executor, ADiskThatFillsUpNeverLosesTheNode) {
    for (const bool auto_remove : {false, true}) {
        for (const Behaviour behaviour : {Behaviour::Good, Behaviour::Dies}) {
            for (int full_from = 2; full_from <= 7; ++full_from) {
                SCOPED_TRACE(testing::Message() << auto_remove << static_cast<int>(behaviour) << " from " << full_from);
                SwapWorld world({.auto_remove = auto_remove, .new_behaviour = behaviour});
                world.journal->full_from = full_from;
                ASSERT_TRUE(world.run());
                EXPECT_TRUE(world.node().running());
                world.restart_program();
                world.recover();
                EXPECT_EQ(world.faults(), "");
            }
        }
    }
}

TEST(Executor, StartFirstJudgesTheNewOneBeforeTheOldOneIsStopped) {
    for (const Behaviour behaviour : {Behaviour::Good, Behaviour::Dies}) {
        SwapWorld world({.new_behaviour = behaviour, .publishes = false});
        SwapUnit unit = world.unit();
        unit.swaps.front().shape.start_first = true;
        bool old_ran_throughout = true;
        world.engine.on_change = [&](const std::string& words) {
            const bool judged = words.starts_with("rename");
            old_ran_throughout = old_ran_throughout && (judged || words.starts_with("stop") ||
                                                        words.starts_with("remove") || world.node().running());
        };
        Executor executor(world.engine, *world.journal, *world.trust, world.clock, {});
        const auto outcome = executor.run(unit, no_auth, {})->front();
        EXPECT_EQ(outcome.result, behaviour == Behaviour::Good ? SwapResult::Updated : SwapResult::RolledBack);
        EXPECT_TRUE(old_ran_throughout);
        EXPECT_EQ(world.node().id == world.old_id, behaviour == Behaviour::Dies);
        EXPECT_EQ(world.faults(), "");
    }
}

TEST(Executor, AnOpenSwapOfTheSameContainerComesFirst) {
    SwapWorld world;
    SwapEntry other;
    other.id = SwapId("other");
    other.phase = "switching";
    other.name = "node";
    ASSERT_TRUE(world.journal->write({other}));
    EXPECT_THAT(world.run()->reason, HasSubstr("swap-open"));
    EXPECT_THAT(world.engine.changes(), IsEmpty());
}

}  // namespace
}  // namespace lockstep
