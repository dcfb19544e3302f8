// SPDX-License-Identifier: Apache-2.0
#include "support/swap_world.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(SwitchSteps, AskTheEngineNothingBetweenTheStopAndTheStart) {
    SwapWorld world;
    int silences = 0;
    world.engine.on_change = [&](const std::string& words) {
        // The next question gets no answer: it must not be one that the start waits for.
        if (words.starts_with("stop ")) world.engine.be_silent(++silences);
    };
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::Updated) << outcome->reason;
    EXPECT_EQ(silences, 1);
    EXPECT_EQ(world.faults(), "");
}

}  // namespace
}  // namespace lockstep
