// SPDX-License-Identifier: Apache-2.0
// The promise that everything else rests on: whatever call or write is the last one, one recovery later exactly one
// container of that name runs, with its settings, and a second recovery changes nothing.
#include "support/swap_world.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

constexpr int kMoreThanASwapNeeds = 60;

/// What changes together.
enum class Together { Plain, AutoRemoved, WithDependant, Group };

class CrashPoints : public testing::TestWithParam<std::tuple<Together, Behaviour>> {
  protected:
    static WorldOptions options() {
        const Together together = std::get<0>(GetParam());
        return {.auto_remove = together == Together::AutoRemoved,
                .new_behaviour = std::get<1>(GetParam()),
                .restart = "unless-stopped",
                .has_partner = together == Together::Group,
                .has_dependant = together == Together::WithDependant};
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

TEST_P(CrashPoints, KilledInTheRecoveryFromADeadEngine) {
    const bool is_unit = options().has_partner || options().has_dependant;
    for (int first = 1; first < kMoreThanASwapNeeds; first += is_unit ? 4 : 1) {
        for (int later = 1;; ++later) {
            SCOPED_TRACE(testing::Message()
                         << "engine dead at call " << first << ", killed " << later << " calls later");
            SwapWorld world(options());
            world.engine.set_trouble(first, Trouble::EngineRestarts);
            world.engine.on_change = [&](const std::string&) {
                if (world.engine.had_trouble()) world.engine.set_trouble(first + later, Trouble::KilledAfter);
            };
            if (!run_is_killed(world)) break;
            ASSERT_LT(later, kMoreThanASwapNeeds);
            world.engine.on_change = [](const std::string&) {
            };
            expect_repaired(world);
        }
    }
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
        if (options().auto_remove && (open.empty() || open.front().phase == "committed")) continue;
        world.engine.restart_engine();
        if (open.empty()) continue;  // and leaves "unless-stopped" down
        expect_repaired(world);
    }
}

TEST_P(CrashPoints, KilledAgainDuringTheRecovery) {
    // Pairs of calls are many; units of two get a sample of them.
    const bool is_unit = options().has_partner || options().has_dependant;
    for (int first = 3;; first += is_unit ? 4 : 1) {
        SwapWorld probe(options());
        probe.engine.set_trouble(first, Trouble::KilledAfter);
        if (!run_is_killed(probe)) break;
        for (int second = first + 1; second < kMoreThanASwapNeeds; second += is_unit ? 7 : 2) {
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

INSTANTIATE_TEST_SUITE_P(AllShapes, CrashPoints,
                         testing::Combine(testing::Values(Together::Plain, Together::AutoRemoved,
                                                          Together::WithDependant, Together::Group),
                                          testing::Values(Behaviour::Good, Behaviour::Dies, Behaviour::CannotStart)));

}  // namespace
}  // namespace lockstep
