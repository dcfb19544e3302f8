// SPDX-License-Identifier: Apache-2.0
// The promise that everything else rests on: whatever call or write is the last one, one recovery later exactly one
// container of that name runs, with its settings, and a second recovery changes nothing.
#include "support/swap_world.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

constexpr int kMoreThanASwapNeeds = 40;

class CrashPoints : public testing::TestWithParam<std::tuple<bool, Behaviour>> {
  protected:
    static WorldOptions options() {
        return {.auto_remove = std::get<0>(GetParam()),
                .new_behaviour = std::get<1>(GetParam()),
                .restart = "unless-stopped"};
    }

    /// True when the program ended early.
    static bool is_killed(const std::function<void()>& program) {
        try {
            program();
        } catch (const Killed&) {
            return true;
        }
        return false;
    }

    static bool run_is_killed(SwapWorld& world) {
        return is_killed([&] { static_cast<void>(world.run().has_value()); });
    }

    static void expect_repaired(SwapWorld& world) {
        world.restart_program();
        world.recover();
        EXPECT_EQ(world.faults(), "");
        const std::string before = world.engine.picture();
        world.engine.forget_changes();
        world.restart_program();
        EXPECT_TRUE(world.recover().empty());
        EXPECT_EQ(world.engine.picture(), before);
        EXPECT_TRUE(world.engine.changes().empty());
    }

    static void at_every_call(Trouble trouble) {
        for (int nth = 1;; ++nth) {
            SCOPED_TRACE(testing::Message() << "call " << nth);
            SwapWorld world(options());
            world.engine.set_trouble(nth, trouble);
            run_is_killed(world);
            if (!world.engine.had_trouble()) break;
            ASSERT_LT(nth, kMoreThanASwapNeeds);
            expect_repaired(world);
        }
    }
};

TEST_P(CrashPoints, KilledBeforeEveryCall) {
    at_every_call(Trouble::KilledBefore);
}
TEST_P(CrashPoints, KilledAfterEveryCall) {
    at_every_call(Trouble::KilledAfter);
}
TEST_P(CrashPoints, EveryCallRefused) {
    at_every_call(Trouble::Refused);
}
TEST_P(CrashPoints, EveryReplyLost) {
    at_every_call(Trouble::ReplyLost);
}
TEST_P(CrashPoints, EngineRestartsAtEveryCall) {
    at_every_call(Trouble::EngineRestarts);
}

TEST_P(CrashPoints, KilledAroundEveryWrite) {
    for (const bool before : {true, false}) {
        for (int nth = 1;; ++nth) {
            SCOPED_TRACE(testing::Message() << (before ? "before" : "after") << " write " << nth);
            SwapWorld world(options());
            (before ? world.journal->before : world.journal->after) = [&](int write) {
                if (write == nth) throw Killed{};
            };
            if (!run_is_killed(world)) break;
            ASSERT_LT(nth, kMoreThanASwapNeeds);
            expect_repaired(world);
        }
    }
}

TEST_P(CrashPoints, TheMachineLosesPowerAtEveryWrite) {
    for (int nth = 1;; ++nth) {
        SCOPED_TRACE(testing::Message() << "write " << nth);
        SwapWorld world(options());
        world.journal->before = [&](int write) {
            if (write == nth) throw Killed{};
        };
        if (!run_is_killed(world)) break;
        ASSERT_LT(nth, kMoreThanASwapNeeds);
        // Outside of a swap an engine that starts removes such containers by its own rules.
        const auto open = world.open_swaps();
        if (std::get<0>(GetParam()) && (open.empty() || open.front().phase == "committed")) continue;
        world.engine.restart_engine();
        if (open.empty()) continue;  // and leaves "unless-stopped" down
        expect_repaired(world);
    }
}

TEST_P(CrashPoints, KilledAgainDuringTheRecovery) {
    for (int first = 3;; ++first) {
        SwapWorld probe(options());
        probe.engine.set_trouble(first, Trouble::KilledAfter);
        if (!run_is_killed(probe)) break;
        for (int second = first + 1; second < kMoreThanASwapNeeds; second += 2) {
            SCOPED_TRACE(testing::Message() << "calls " << first << " and " << second);
            SwapWorld world(options());
            world.engine.set_trouble(first, Trouble::KilledAfter);
            run_is_killed(world);
            world.restart_program();
            world.engine.set_trouble(second, Trouble::KilledAfter);
            if (!is_killed([&] { world.recover(); })) break;
            expect_repaired(world);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(PlainAndAutoRemoved, CrashPoints,
                         testing::Combine(testing::Bool(),
                                          testing::Values(Behaviour::Good, Behaviour::Dies, Behaviour::CannotStart)));

}  // namespace
}  // namespace lockstep
