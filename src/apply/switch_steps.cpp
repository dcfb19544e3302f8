// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include "look.hpp"
#include "steps.hpp"

#include <utility>

namespace lockstep {
namespace {

constexpr std::chrono::seconds kRemovalTime{60};
constexpr const char* kNoRestart = R"({"Name":"no","MaximumRetryCount":0})";

Error still_running(const SwapRun& run) {
    return {.kind = ErrorKind::Conflict,
            .code = "old-still-running",
            .message = format("{} was stopped but runs", run.swap.name)};
}

Error new_is_gone(const SwapRun& run) {
    return {.kind = ErrorKind::Conflict,
            .code = "new-gone",
            .message = format("the prepared new {} is gone", run.swap.name)};
}

/// The new one, which must exist.
Result<Container> present_new(SwapRun& run) {
    auto fresh = find(run.ports.engine, run.entry.new_id);
    if (!fresh) return std::move(fresh).error();
    if (!*fresh) return new_is_gone(run);
    return std::move(**fresh);
}

bool is_never_restarted(const JsonText& policy) {
    const std::string name = string_at(tree(policy), "/Name");
    return name.empty() || name == "no";
}

}  // namespace

Result<void> hold_restart(SwapRun& run) {
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old) return old.error();
    if (!*old || is_never_restarted((*old)->restart_policy)) return {};
    return run.ports.engine.set_restart_policy((*old)->id, {kNoRestart});
}

Result<void> stop_old(SwapRun& run) {
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old) return old.error();
    if (!*old) return {};
    if (!run.gap.stop_requested) run.gap.stop_requested = run.ports.clock.ticks();
    auto stopped = run.ports.engine.stop(run.entry.old_id);
    // An auto-removed one may be gone before the engine answers.
    if (!stopped && stopped.error().kind == ErrorKind::NotFound) return {};
    return stopped;
}

Result<void> await_removal(SwapRun& run) {
    return run.ports.engine.wait_removed(run.entry.old_id, kRemovalTime);
}

Result<void> park_old(SwapRun& run) {
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old) return old.error();
    if (!*old || (*old)->name == run.swap.parking_name()) return {};
    return run.ports.engine.rename((*old)->id, run.swap.parking_name());
}

Result<void> name_new(SwapRun& run) {
    const auto fresh = present_new(run);
    if (!fresh) return fresh.error();
    if (fresh->name == run.swap.name) return {};
    return run.ports.engine.rename(fresh->id, run.swap.name);
}

Result<void> start_new(SwapRun& run) {
    if (!run.entry.was_running) return {};
    // Nobody serves since the old one was stopped: no look first. Starting one that runs changes nothing.
    if (!run.gap.stop_requested) {
        const auto fresh = present_new(run);
        if (!fresh) return fresh.error();
        if (fresh->running()) return {};
    }
    auto started = run.ports.engine.start(run.entry.new_id);
    if (started) run.gap.started = run.ports.clock.ticks();
    if (!started && started.error().code == "no-such-container") return new_is_gone(run);
    return started;
}

Result<void> check_old_ended(SwapRun& run) {
    if (run.entry.auto_remove || run.swap.shape.start_first) return {};
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old || !*old) return {};
    if ((*old)->running()) return still_running(run);
    run.gap.old_finished_at = (*old)->finished_at;
    return {};
}

Result<void> remove_old(SwapRun& run) {
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old) return old.error();
    if (!*old) return {};
    return run.ports.engine.remove((*old)->id, false);
}

}  // namespace lockstep
