// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/recover.hpp"
#include "lockstep/core/text.hpp"

#include "apply/leftovers.hpp"
#include "support/swap_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// A world whose program was killed right after the changing call with these words.
void kill_after(SwapWorld& world, const std::string& words) {
    bool reached = false;
    world.engine.on_change = [&](const std::string& now) {
        if (reached) throw Killed{};
        reached = now.starts_with(words);
    };
    EXPECT_THROW(static_cast<void>(world.run().has_value()), Killed);
    world.engine.on_change = [](const std::string&) {
    };
    world.restart_program();
}

TEST(Repair, AnUnknownPhaseIsLeftAloneAndTold) {
    SwapWorld world;
    kill_after(world, "stop node");
    SwapEntry entry = world.open_swaps().front();
    entry.phase = "teleporting";
    ASSERT_TRUE(world.journal->write({entry}));
    world.engine.forget_changes();
    const auto outcomes = world.recover();
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(outcomes.front().result, SwapResult::Stuck);
    EXPECT_THAT(outcomes.front().reason, HasSubstr("teleporting"));
    EXPECT_THAT(world.engine.changes(), IsEmpty());
    EXPECT_EQ(world.open_swaps().front().attempts, entry.attempts);
}

TEST(Repair, AStrangerWhoTookTheNameIsNotTouched) {
    SwapWorld world;
    kill_after(world, "rename node");
    const auto stranger = world.engine.create("node", {{R"({"Image":"example.org/node:4.1"})"}, {}, {}});
    ASSERT_TRUE(stranger);
    ASSERT_TRUE(world.engine.start(*stranger));
    world.engine.forget_changes();
    const auto outcomes = world.recover();
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(outcomes.front().result, SwapResult::Stuck);
    EXPECT_THAT(outcomes.front().reason, HasSubstr("neither the old nor the new"));
    EXPECT_TRUE(world.engine.inspect(stranger->text())->running());
    const Container old = world.engine.inspect(world.old_id.text()).value();
    EXPECT_TRUE(old.running()) << "it was not stopped yet";
    EXPECT_THAT(old.restart_policy.text, HasSubstr("always"));
    // When the stranger has gone, the old one gets its name back.
    ASSERT_TRUE(world.engine.rename(*stranger, "elsewhere"));
    EXPECT_EQ(world.recover().front().result, SwapResult::RolledBack);
    EXPECT_EQ(world.node().id, world.old_id);
    EXPECT_THAT(world.open_swaps(), IsEmpty());
}

TEST(Repair, AnUpdateThatTheEngineCutShortSaysWhatHappenedToTheEngine) {
    SwapWorld world;
    world.engine.set_trouble(2, Trouble::ReplyLost);
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Aborted);
    EXPECT_THAT(outcome->reason, HasSubstr("engine-unreachable"));
    EXPECT_EQ(world.faults(), "");
}

TEST(Repair, TooManyTriesEndInTheOldOne) {
    SwapWorld world;
    kill_after(world, "rename node.");
    SwapEntry entry = world.open_swaps().front();
    entry.attempts = kMostAttempts;
    ASSERT_TRUE(world.journal->write({entry}));
    ASSERT_EQ(world.recover().front().result, SwapResult::RolledBack);
    EXPECT_FALSE(world.is_new());
    EXPECT_EQ(world.faults(), "");
}

TEST(Repair, EveryTryIsCountedBeforeItActs) {
    SwapWorld world;
    kill_after(world, "stop node");
    world.engine.on_change = [](const std::string&) {
        throw Killed{};
    };
    EXPECT_THROW(world.recover(), Killed);
    EXPECT_EQ(world.open_swaps().front().attempts, 1);
    EXPECT_THROW(world.recover(), Killed);
    EXPECT_EQ(world.open_swaps().front().attempts, 2);
}

TEST(Repair, WhatTheEngineSweptIsMadeAgainFromTheJournal) {
    for (const std::string moment : {"pull", "create", "stop node", "start node"}) {
        SCOPED_TRACE(moment);
        SwapWorld world({.auto_remove = true});
        try {
            bool reached = false;
            world.engine.on_change = [&](const std::string& now) {
                if (reached) throw Killed{};
                reached = now.starts_with(moment);
            };
            world.journal->before = [&](int) {
                if (reached) throw Killed{};
            };
            static_cast<void>(world.run().has_value());
        } catch (const Killed&) {
        }
        world.engine.on_change = [](const std::string&) {
        };
        world.restart_program();
        world.engine.restart_engine();
        EXPECT_THAT(world.engine.names(), IsEmpty());
        ASSERT_EQ(world.recover().size(), 1U);
        EXPECT_EQ(world.faults(), "");
    }
}

TEST(Repair, WithoutAJournalAParkedContainerGetsItsNameBackAndTheRestIsReported) {
    SwapWorld world;
    kill_after(world, "rename node");
    const SwapEntry lost = world.open_swaps().front();
    ASSERT_TRUE(world.journal->finish({lost.id}, {}));
    const auto outcomes = world.recover();
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(outcomes.front().container, "node");
    EXPECT_TRUE(world.node().running());
    EXPECT_EQ(world.node().id, world.old_id);
    EXPECT_THAT(world.node().restart_policy.text, HasSubstr("always"));
    EXPECT_EQ(world.faults(), "") << "nothing is left over";
    world.engine.forget_changes();
    EXPECT_THAT(world.recover(), IsEmpty());
    EXPECT_THAT(world.engine.changes(), IsEmpty());
}

TEST(Repair, WithoutAJournalEveryMomentBeforeTheNewOneRanEndsWithTheOldOne) {
    for (const std::string moment : {"create", "connect", "update", "rename node", "rename node.", "stop node"}) {
        SCOPED_TRACE(moment);
        SwapWorld world;
        kill_after(world, moment);
        ASSERT_TRUE(world.journal->finish({world.open_swaps().front().id}, {}));
        world.recover();
        EXPECT_EQ(world.faults(), "");
        EXPECT_EQ(world.node().id, world.old_id);
        world.engine.forget_changes();
        EXPECT_THAT(world.recover(), IsEmpty());
        EXPECT_THAT(world.engine.changes(), IsEmpty());
    }
}

TEST(Repair, WithoutAJournalANewOneThatRunsStaysAndTheOldOneIsReported) {
    SwapWorld world;
    kill_after(world, "start node");
    ASSERT_TRUE(world.journal->finish({world.open_swaps().front().id}, {}));
    EXPECT_THAT(world.recover(), IsEmpty());
    EXPECT_TRUE(world.is_new());
    EXPECT_TRUE(world.node().running());
    EXPECT_THAT(world.messages, Contains(HasSubstr(".old")));
}

TEST(Repair, WhatAnotherLockstepHasUnderWayIsLeftToItUnlessItIsDownForLong) {
    using namespace std::chrono_literals;
    for (const std::string moment : {"create", "rename node", "rename node.", "stop node", "start node"}) {
        SCOPED_TRACE(moment);
        SwapWorld world;
        kill_after(world, moment);
        TemporaryDirectory elsewhere;
        std::string notice;
        const auto other = open_sqlite_journal(elsewhere / "state", JournalMode::Write, notice).value();
        const auto settled_by_other = [&] {
            return Executor(world.engine, *other, *world.trust, world.clock, {}).recover({}).value().size();
        };
        world.engine.forget_changes();
        EXPECT_EQ(settled_by_other(), 0U);
        world.clock.advance(14min);
        EXPECT_EQ(settled_by_other(), 0U);
        EXPECT_THAT(world.engine.changes(), IsEmpty());
        world.clock.advance(2min);
        EXPECT_EQ(settled_by_other(), moment == "stop node" ? 1U : 0U) << "nobody serves";
        world.recover();
        EXPECT_EQ(world.faults(), "") << "its own lockstep comes back";
    }
}

TEST(Leftovers, OnlyNamesOfSwapsAreRead) {
    const auto parts = swap_name("my.node.0123456789ab.old");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->name, "my.node");
    EXPECT_EQ(parts->id, SwapId("0123456789ab"));
    EXPECT_TRUE(parts->is_old);
    EXPECT_EQ(parts->owner, "");
    EXPECT_FALSE(swap_name("node.0123456789ab.new")->is_old);
    const auto owned = swap_name("node.0123456789ab-89abcdef.new");
    ASSERT_TRUE(owned);
    EXPECT_EQ(owned->id, SwapId("0123456789ab-89abcdef"));
    EXPECT_EQ(owned->digits, "0123456789ab");
    EXPECT_EQ(owned->owner, "89abcdef");
    for (const char* text : {"node", "node.new", "node.0123456789AB.new", "node.0123456789a.new", ".0123456789ab.new",
                             "node.0123456789ab-.new", "node.0123456789ab-89abcde.new",
                             "node.0123456789ab-89abcdeg.new", "node.0123456789ab.newer", "0123456789ab.old"}) {
        EXPECT_FALSE(swap_name(text)) << text;
    }
}

}  // namespace
}  // namespace lockstep
