// SPDX-License-Identifier: Apache-2.0
#include "flow.hpp"

#include "lockstep/core/format.hpp"

#include "blame.hpp"
#include "gap.hpp"
#include "look.hpp"
#include "steps.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

constexpr int kTries = 6;
constexpr std::chrono::milliseconds kFirstPause{1'000};

Error stopped(const SwapRun& run) {
    return {.kind = ErrorKind::Cancelled,
            .code = "cancelled",
            .message = format("asked to stop before {} was touched", run.swap.name)};
}

Result<void> perform_all(SwapRun& run, Phase phase) {
    for (const Step& step : steps_of(phase, run.entry.auto_remove)) {
        if (auto done = perform(run, step); !done) return std::move(done).error().in(word(step));
    }
    return {};
}

/// Attempts that must succeed for the node to be whole, with growing pauses that no request to stop cuts short.
template <typename Attempt>
Result<void> patiently(SwapRun& run, Attempt&& attempt) {
    auto pause = kFirstPause;
    for (int count = 1;; ++count) {
        auto done = attempt(count);
        if (done || count == kTries) return done;
        run.ports.clock.wait(pause, {});
        pause *= 2;
    }
}

/// Always from the first step, since an engine that comes back may have undone some: it sweeps auto-removed containers.
Result<void> undo(SwapRun& run) {
    return patiently(run, [&](int) { return perform_all(run, Phase::Rollback); });
}

/// An engine that went away meanwhile may have come back without the new one running.
Result<void> tidy_up(SwapRun& run) {
    return patiently(run, [&](int count) {
        if (count > 1) {
            if (auto started = start_new(run); !started) return started;
        }
        return perform_all(run, Phase::Committed);
    });
}

/// Whether the old one is still what the request for the new one was made from.
Result<void> check_unmoved(SwapRun& run) {
    const Container& before = run.originals->old;
    const auto now = find(run.ports.engine, run.entry.old_id);
    if (!now) return now.error();
    const bool same = *now && (*now)->name == before.name && (*now)->image == before.image &&
                      (*now)->status == before.status && (*now)->restart_policy == before.restart_policy;
    // One that keeps restarting counts on meanwhile; that is no person's doing.
    const bool restarted = before.running() && *now &&
                           ((*now)->started_at != before.started_at || (*now)->restart_count != before.restart_count);
    if (same && !restarted) return {};
    return Error{.kind = ErrorKind::Conflict,
                 .code = "container-moved",
                 .message = format("{} was changed by somebody while its update was prepared", run.swap.name),
                 .remedy = "nothing to do: the next cycle looks again"};
}

HistoryEntry history_of(const SwapRun& run, const SwapOutcome& outcome) {
    return {.at = run.ports.clock.now(),
            .container = outcome.container,
            .from = outcome.from,
            .to = outcome.to,
            .digest = run.entry.digest,
            .outcome = std::string(word(outcome.result)),
            .reason = outcome.reason,
            .gap = outcome.gap};
}

/// Closes the entry. When that cannot be written the entry stays, and the next recovery finds that nothing is left to
/// do.
SwapOutcome closed(SwapRun& run, SwapOutcome outcome) {
    auto finished = run.ports.journal.finish(run.entry.id, history_of(run, outcome));
    if (!finished)
        outcome.reason += format("{}not written down: {}", outcome.reason.empty() ? "" : "; ", finished.error().text());
    return outcome;
}

SwapOutcome commit(SwapRun& run) {
    if (auto entered = enter(run, Phase::Committed); !entered) {
        return outcome_of(run, SwapResult::Stuck,
                          format("the new container runs well, but that could not be written down, so the old one is "
                                 "kept as {}: {}",
                                 run.swap.parking_name(), reason_of(entered.error())));
    }
    return clean_up(run);
}

/// Remembered before the rollback, so that a crash in it does not try the same image again.
bool remember_if_to_blame(SwapRun& run, const Error& cause) {
    if (!blames_image(cause)) return false;
    const BadDigest bad{.container = run.swap.name,
                        .digest = run.entry.digest,
                        .reason = reason_of(cause),
                        .at = run.ports.clock.now()};
    return run.ports.journal.remember_bad(bad).has_value();
}

}  // namespace

std::string reason_of(const Error& error) {
    return format("{}: {}", error.code, error.text());
}

SwapOutcome outcome_of(const SwapRun& run, SwapResult result, std::string reason) {
    return {.container = run.swap.name,
            .from = run.entry.from,
            .to = run.entry.to,
            .digest = run.entry.digest,
            .result = result,
            .reason = std::move(reason),
            .gap = {},
            .blames_image = false};
}

Result<void> enter(SwapRun& run, Phase phase) {
    run.entry.phase = std::string(word(phase));
    return run.ports.journal.write(run.entry);
}

Result<void> prepare(SwapRun& run) {
    for (const Step& step : steps_of(Phase::Planned, run.entry.auto_remove)) {
        if (run.stop.stop_requested()) return stopped(run);
        if (auto done = perform(run, step); !done) return done;
    }
    if (auto entered = enter(run, Phase::Prepared); !entered) return entered;
    if (run.stop.stop_requested()) return stopped(run);
    return check_unmoved(run);
}

SwapOutcome switch_over(SwapRun& run) {
    auto switched = perform_all(run, Phase::Switching);
    if (switched) return commit(run);
    if (switched.error().code == "interrupted") {
        return outcome_of(run, SwapResult::Interrupted, reason_of(switched.error()));
    }
    return roll_back(run, switched.error());
}

SwapOutcome roll_back(SwapRun& run, const Error& cause) {
    const bool blamed = remember_if_to_blame(run, cause);
    run.entry.reason = reason_of(cause);
    // A node that is down matters more than a full disk: the steps look first, so they are right without the entry too.
    const auto entered = enter(run, Phase::Rollback);
    const auto undone = undo(run);
    auto outcome = outcome_of(run, SwapResult::RolledBack, run.entry.reason);
    outcome.blames_image = blamed;
    if (!undone) {
        outcome.result = SwapResult::Stuck;
        outcome.reason += format("; the rollback failed: {}", reason_of(undone.error()));
        return outcome;
    }
    if (!entered) outcome.reason += format("; {}", entered.error().text());
    return closed(run, std::move(outcome));
}

SwapOutcome clean_up(SwapRun& run) {
    auto outcome = outcome_of(run, SwapResult::Updated, {});
    outcome.gap = gap_of(run.gap);
    if (auto cleaned = tidy_up(run); !cleaned) {
        outcome.reason =
            format("the old container is still there as {}: {}", run.swap.parking_name(), reason_of(cleaned.error()));
        return outcome;
    }
    return closed(run, std::move(outcome));
}

SwapOutcome give_up(SwapRun& run, const Error& cause) {
    run.entry.reason = reason_of(cause);
    auto outcome = outcome_of(run, SwapResult::Aborted, run.entry.reason);
    const auto fresh = find_new(run.ports.engine, run.entry, run.swap);
    auto removed = fresh ? Result<void>() : Result<void>(fresh.error());
    if (fresh && *fresh && !(*fresh)->ever_started()) removed = run.ports.engine.remove((*fresh)->id, true);
    if (!removed) {
        outcome.reason += format("; {} could not be removed: {}", run.swap.temporary_name(), removed.error().text());
        return outcome;
    }
    return closed(run, std::move(outcome));
}

}  // namespace lockstep
