// SPDX-License-Identifier: Apache-2.0
#include "apply/gate.hpp"

#include "support/swap_world.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace lockstep {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Gate kGate{.settle = seconds(10), .limit = minutes(5)};

Container running(Health health = Health::None) {
    Container container;
    container.status = ContainerStatus::Running;
    container.health = health;
    container.started_at = "2026-01-01T00:00:00Z";
    container.raw.text = R"({"Config":{"Healthcheck":{"Test":["CMD","true"]}}})";
    return container;
}

GateJudgement judged(const Container& container, milliseconds watched = seconds(1)) {
    return judge(container, {watched, watched}, kGate);
}

TEST(Gate, PassesOnHealthyAtOnce) {
    EXPECT_EQ(judged(running(Health::Healthy)).says, GateSays::Pass);
}

TEST(Gate, WithoutAHealthCheckItPassesAfterASteadyTime) {
    EXPECT_EQ(judged(running(), milliseconds(9'999)).says, GateSays::Wait);
    EXPECT_EQ(judged(running(), seconds(10)).says, GateSays::Pass);
    EXPECT_EQ(judge(running(), {.watched = seconds(60), .steady = seconds(3)}, kGate).says, GateSays::Wait);
    EXPECT_EQ(judge(running(), {.watched = minutes(6), .steady = seconds(3)}, kGate).code, "new-not-steady");
}

TEST(Gate, WaitsForAHealthCheckBeyondTheSteadyTime) {
    EXPECT_EQ(judged(running(Health::Starting), seconds(60)).says, GateSays::Wait);
}

TEST(Gate, FailsAtOnceOnWhatCannotGetBetter) {
    EXPECT_EQ(judge(std::nullopt, {}, kGate).code, "new-gone");
    EXPECT_EQ(judged(running(Health::Unhealthy)).code, "new-unhealthy");
    Container container = running(Health::Healthy);
    container.restart_count = 1;
    EXPECT_EQ(judged(container).code, "new-restarting");
    for (const auto status : {ContainerStatus::Exited, ContainerStatus::Dead, ContainerStatus::Removing}) {
        container = running();
        container.status = status;
        EXPECT_EQ(judged(container).code, "new-exited");
    }
    container.status = ContainerStatus::Restarting;
    EXPECT_EQ(judged(container).code, "new-restarting");
    container.status = ContainerStatus::Paused;
    EXPECT_EQ(judged(container).code, "new-not-running");
}

TEST(Gate, TheHealthCheckHasTheTimeThatItsSettingsNeedAndNoMoreThanTheLimit) {
    Container container = running(Health::Starting);
    EXPECT_EQ(health_budget(container), seconds(3 * 60 + 5)) << "defaults";
    container.raw.text =
        R"({"Config":{"Healthcheck":{"Interval":2000000000,"Timeout":1000000000,"Retries":2,"StartPeriod":4000000000}}})";
    EXPECT_EQ(health_budget(container), seconds(4 + 2 * 3 + 5));
    EXPECT_EQ(judged(container, seconds(15)).says, GateSays::Wait);
    EXPECT_EQ(judged(container, seconds(16)).code, "new-not-healthy");
    container.raw.text = R"({"Config":{"Healthcheck":{"StartPeriod":3600000000000}}})";
    EXPECT_EQ(judged(container, seconds(300)).says, GateSays::Wait);
    EXPECT_EQ(judged(container, seconds(301)).code, "new-not-healthy");
    EXPECT_FALSE(health_budget(running()).has_value());
}

TEST(Gate, AnEngineThatWasAwayIsNotTheImagesFault) {
    SwapWorld world({.restart = "no"});
    // The engine dies while the new one is watched, and comes back with everything down.
    world.clock.on_wait = [&] {
        world.engine.restart_engine();
        world.engine.be_silent(3);
        world.clock.on_wait = [] {
        };
    };
    const auto outcome = world.run();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->result, SwapResult::RolledBack);
    EXPECT_FALSE(outcome->blames_image) << outcome->reason;
    EXPECT_NE(outcome->reason.find("engine-interrupted"), std::string::npos) << outcome->reason;
    EXPECT_EQ(world.faults(), "");
}

}  // namespace
}  // namespace lockstep
