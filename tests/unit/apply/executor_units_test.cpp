// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/executor.hpp"
#include "lockstep/core/json.hpp"

#include "support/swap_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(ExecutorUnits, AGroupMovesTogether) {
    SwapWorld world({.has_partner = true});
    ASSERT_EQ(world.run()->result, SwapResult::Updated);
    EXPECT_EQ(world.faults(), "");
    EXPECT_TRUE(world.is_new());
    EXPECT_THAT(world.steps,
                ElementsAre("pull-image", "pull-image", "create-new", "create-new", "hold-restart", "hold-restart",
                            "park-old", "park-old", "name-new", "name-new", "stop-old", "stop-old", "start-new",
                            "start-new", "await-health", "await-health", "remove-old", "remove-old"));
}

TEST(ExecutorUnits, OneOfAGroupThatFailsTakesTheOthersBackButIsAloneToBlame) {
    SwapWorld world({.new_behaviour = Behaviour::Dies, .has_partner = true});
    Executor executor(world.engine, *world.journal, *world.trust, world.clock, {});
    const auto outcomes = executor.run(world.unit(), no_auth, {}).value();
    ASSERT_EQ(outcomes.size(), 2U);
    for (const SwapOutcome& outcome : outcomes) {
        EXPECT_EQ(outcome.result, SwapResult::RolledBack);
        EXPECT_EQ(outcome.blames_image, outcome.container == "node");
    }
    EXPECT_THAT(outcomes[1].reason, HasSubstr("together-with"));
    EXPECT_EQ(world.faults(), "");
    EXPECT_EQ(world.journal->bad_digests().value().size(), 1U);
}

TEST(ExecutorUnits, OneOfAGroupThatCannotBePulledLeavesAllUntouched) {
    SwapWorld world({.has_partner = true});
    world.engine.set_trouble(2, Trouble::Refused);
    ASSERT_EQ(world.run()->result, SwapResult::Aborted);
    EXPECT_THAT(world.engine.changes(), Not(Contains(HasSubstr("stop"))));
    EXPECT_EQ(world.faults(), "");
    EXPECT_FALSE(world.is_new());
}

TEST(ExecutorUnits, ADependantIsMadeAgainOnItsOwnImageAndStartedAfterTheGate) {
    SwapWorld world({.has_dependant = true});
    ASSERT_EQ(world.run()->result, SwapResult::Updated);
    EXPECT_EQ(world.faults(), "");
    EXPECT_TRUE(world.is_new());
}

TEST(ExecutorUnits, TheDependantsOfAFailedContainerAreTheOnesThatWereThere) {
    SwapWorld world({.new_behaviour = Behaviour::Dies, .has_dependant = true});
    const ContainerId before = world.engine.inspect("sharer")->id;
    ASSERT_EQ(world.run()->result, SwapResult::RolledBack);
    EXPECT_EQ(world.faults(), "");
    EXPECT_EQ(world.engine.inspect("sharer")->id, before);
}

TEST(ExecutorUnits, ADependantThatWasDownStaysDown) {
    SwapWorld world({.has_dependant = true});
    ASSERT_TRUE(world.engine.stop(world.engine.inspect("sharer")->id));
    SwapUnit unit = world.unit();
    unit.swaps.back().was_running = false;
    Executor executor(world.engine, *world.journal, *world.trust, world.clock, {});
    ASSERT_EQ(executor.run(unit, no_auth, {})->front().result, SwapResult::Updated);
    const Container sharer = world.engine.inspect("sharer").value();
    EXPECT_FALSE(sharer.running());
    EXPECT_EQ(string_at(tree(sharer.raw), "/HostConfig/NetworkMode"), "container:" + world.node().id.text());
}

}  // namespace
}  // namespace lockstep
