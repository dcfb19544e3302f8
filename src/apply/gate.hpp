// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/container.hpp"
#include "lockstep/plan/plan.hpp"

#include "swap_run.hpp"

#include <chrono>
#include <optional>

namespace lockstep {

enum class GateSays { Wait, Pass, Fail };

/// What the gate says of the new container at one moment, and why; `code` is the Error's when it says Fail.
struct GateJudgement {
    GateSays says = GateSays::Wait;
    std::string code = {};
    std::string why = {};
};

/// How long it was watched, and how long of that it ran without a restart.
struct GateWatch {
    std::chrono::milliseconds watched{0};
    std::chrono::milliseconds steady{0};
};

/// The time that a health check can need for its first verdict: StartPeriod + Retries × (Interval + Timeout) with the
/// engine's defaults 0, 3, 30 s, 30 s, and a margin; nothing without a health check. Pure.
std::optional<std::chrono::milliseconds> health_budget(const Container& container);

/// Judges one look at the new container; nothing seen means it is gone. Pure.
GateJudgement judge(const std::optional<Container>& seen, const GateWatch& watch, const Gate& gate);

/// Watches the new container until it is judged. Errors: the judgement's code; `engine-interrupted` when the engine was
/// away meanwhile, which is not the image's fault; Cancelled `interrupted` when asked to stop before there was a
/// verdict.
Result<void> watch_new(SwapRun& run);

}  // namespace lockstep
