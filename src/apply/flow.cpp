// SPDX-License-Identifier: Apache-2.0
#include "flow.hpp"

#include "lockstep/core/format.hpp"

#include "blame.hpp"
#include "gap.hpp"
#include "look.hpp"
#include "steps.hpp"

#include <algorithm>
#include <set>
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

std::vector<UnitStep> steps_now(const UnitRun& unit, Phase phase) {
    SwapUnit planned;
    for (const SwapRun& run : unit.swaps) planned.swaps.push_back(run.swap);
    return steps_of(phase, planned);
}

/// One step after the other; the first that fails ends it.
std::optional<Culprit> perform_all(UnitRun& unit, Phase phase) {
    for (const UnitStep& one : steps_now(unit, phase)) {
        auto done = perform(unit.swaps[one.swap], one.step);
        if (!done) return Culprit{one.swap, std::move(done).error().in(word(one.step))};
    }
    return std::nullopt;
}

/// What must be done for each: one that fails leaves out its own further steps only. The first failure.
Result<void> perform_each(UnitRun& unit, Phase phase) {
    Result<void> first;
    std::set<std::size_t> failed;
    for (const UnitStep& one : steps_now(unit, phase)) {
        if (failed.contains(one.swap)) continue;
        SwapRun& run = unit.swaps[one.swap];
        auto done = perform(run, one.step);
        if (done) continue;
        failed.insert(one.swap);
        if (first) first = std::move(done).error().in(format("{} of {}", word(one.step), run.swap.name));
    }
    return first;
}

/// Attempts that must succeed for the node to be whole, with growing pauses that no request to stop cuts short.
template <typename Attempt>
Result<void> patiently(UnitRun& unit, Attempt&& attempt) {
    auto pause = kFirstPause;
    for (int count = 1;; ++count) {
        auto done = attempt(count);
        // What somebody else holds, waiting does not free.
        if (done || count == kTries || done.error().code == "name-taken") return done;
        unit.ports.clock.wait(pause, {});
        pause *= 2;
    }
}

/// Always from the first step, since an engine that comes back may have undone some: it sweeps auto-removed containers.
Result<void> undo(UnitRun& unit) {
    return patiently(unit, [&](int) { return perform_each(unit, Phase::Rollback); });
}

/// An engine that went away meanwhile may have come back without the new ones running.
Result<void> tidy_up(UnitRun& unit) {
    return patiently(unit, [&](int count) {
        for (SwapRun& run : unit.swaps) {
            if (count == 1) break;
            if (auto started = start_new(run); !started) return started;
        }
        return perform_each(unit, Phase::Committed);
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

SwapOutcome outcome_of(const SwapRun& run, SwapResult result, std::string reason) {
    return {.container = run.swap.name,
            .from = run.entry.from,
            .to = run.entry.to,
            .digest = run.entry.digest,
            .result = result,
            .reason = std::move(reason),
            .gap = {},
            .kind = run.swap.shape.kind};
}

HistoryEntry history_of(const SwapRun& run, const SwapOutcome& outcome) {
    return {.at = run.ports.clock.now(),
            .container = outcome.container,
            .from = outcome.from,
            .to = outcome.to,
            .digest = run.entry.digest,
            .outcome = std::string(word(outcome.result)),
            .reason = outcome.reason,
            .gap = outcome.gap,
            .from_digest = run.entry.from_digest,
            .unit = run.entry.unit.text()};
}

void add_reason(std::vector<SwapOutcome>& outcomes, const std::string& reason) {
    for (SwapOutcome& outcome : outcomes) outcome.reason += (outcome.reason.empty() ? "" : "; ") + reason;
}

/// Closes the entries. When that cannot be written they stay, and the next recovery finds that nothing is left to do.
std::vector<SwapOutcome> closed(UnitRun& unit, std::vector<SwapOutcome> outcomes) {
    std::vector<SwapId> ids;
    std::vector<HistoryEntry> lines;
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        ids.push_back(unit.swaps[i].entry.id);
        lines.push_back(history_of(unit.swaps[i], outcomes[i]));
    }
    if (auto finished = unit.ports.journal.finish(ids, lines); !finished) {
        add_reason(outcomes, format("not written down: {}", finished.error().text()));
    }
    return outcomes;
}

std::vector<SwapOutcome> commit(UnitRun& unit) {
    if (auto entered = enter(unit, Phase::Committed); !entered) {
        return outcomes_of(unit, SwapResult::Stuck,
                           format("the new container runs well, but that could not be written down, so the old one is "
                                  "kept as {}: {}",
                                  unit.swaps.front().swap.parking_name(), reason_of(entered.error())));
    }
    return clean_up(unit);
}

/// Whose image failed: its own, or, when a container failed that only follows others, theirs.
bool is_to_blame(const UnitRun& unit, std::size_t swap, const Culprit& culprit) {
    if (unit.swaps[swap].swap.shape.kind != SwapKind::Move) return false;
    const bool follows = unit.swaps[culprit.swap].swap.shape.kind != SwapKind::Move;
    return blames_image(culprit.error) && (swap == culprit.swap || follows);
}

/// Remembered before the rollback, so that a crash in it does not try the same image again.
bool remember_bad(SwapRun& run, const Error& cause) {
    const BadDigest bad{.container = run.swap.name,
                        .digest = run.entry.digest,
                        .reason = reason_of(cause),
                        .at = run.ports.clock.now()};
    return run.ports.journal.remember_bad(bad).has_value();
}

/// The same for all, but only one of them is the cause.
std::string reason_for(const UnitRun& unit, std::size_t swap, const Culprit& culprit) {
    if (swap == culprit.swap) return reason_of(culprit.error);
    return format("together-with: {} is changed only together with {}, where: {}", unit.swaps[swap].swap.name,
                  unit.swaps[culprit.swap].swap.name, reason_of(culprit.error));
}

std::vector<SwapOutcome> outcomes_for(UnitRun& unit, SwapResult result, const Culprit& culprit) {
    std::vector<SwapOutcome> outcomes;
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        unit.swaps[i].entry.reason = reason_for(unit, i, culprit);
        outcomes.push_back(outcome_of(unit.swaps[i], result, unit.swaps[i].entry.reason));
    }
    return outcomes;
}

/// Where later ones of the unit find the new one.
void point_to_new(UnitRun& unit, const SwapRun& made) {
    for (SwapRun& run : unit.swaps) {
        run.replaced[made.entry.old_id.text()] = made.entry.new_id.text();
        run.replaced["/" + made.swap.name] = made.entry.new_id.text();
    }
}

Result<void> remove_unused_new(SwapRun& run) {
    const auto fresh = find_new(run.ports.engine, run.entry, run.swap);
    if (!fresh) return fresh.error();
    if (!*fresh || (*fresh)->ever_started()) return {};
    return run.ports.engine.remove((*fresh)->id, true);
}

}  // namespace

std::string reason_of(const Error& error) {
    return format("{}: {}", error.code, error.text());
}

std::vector<SwapOutcome> outcomes_of(const UnitRun& unit, SwapResult result, const std::string& reason) {
    std::vector<SwapOutcome> outcomes;
    for (const SwapRun& run : unit.swaps) outcomes.push_back(outcome_of(run, result, reason));
    return outcomes;
}

std::vector<SwapEntry> entries_of(const UnitRun& unit) {
    std::vector<SwapEntry> entries;
    for (const SwapRun& run : unit.swaps) entries.push_back(run.entry);
    return entries;
}

Result<void> enter(UnitRun& unit, Phase phase) {
    for (SwapRun& run : unit.swaps) run.entry.phase = std::string(word(phase));
    return unit.ports.journal.write(entries_of(unit));
}

std::optional<Culprit> prepare(UnitRun& unit) {
    for (const UnitStep& one : steps_now(unit, Phase::Planned)) {
        SwapRun& run = unit.swaps[one.swap];
        if (unit.stop.stop_requested()) return Culprit{one.swap, stopped(run)};
        if (auto done = perform(run, one.step); !done) return Culprit{one.swap, std::move(done).error()};
        if (!run.entry.new_id.empty()) point_to_new(unit, run);
    }
    if (auto entered = enter(unit, Phase::Prepared); !entered) return Culprit{0, std::move(entered).error()};
    if (unit.stop.stop_requested()) return Culprit{0, stopped(unit.swaps.front())};
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        if (auto same = check_unmoved(unit.swaps[i]); !same) return Culprit{i, std::move(same).error()};
    }
    return std::nullopt;
}

std::vector<SwapOutcome> switch_over(UnitRun& unit) {
    const auto culprit = perform_all(unit, Phase::Switching);
    if (!culprit) return commit(unit);
    if (culprit->error.code == "interrupted") {
        return outcomes_of(unit, SwapResult::Interrupted, reason_of(culprit->error));
    }
    return roll_back(unit, *culprit);
}

std::vector<SwapOutcome> roll_back(UnitRun& unit, const Culprit& culprit) {
    auto outcomes = outcomes_for(unit, SwapResult::RolledBack, culprit);
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        outcomes[i].blames_image = is_to_blame(unit, i, culprit) && remember_bad(unit.swaps[i], culprit.error);
    }
    // A node that is down matters more than a full disk: the steps look first, so they are right without the entry too.
    const auto entered = enter(unit, Phase::Rollback);
    if (const auto undone = undo(unit); !undone) {
        for (SwapOutcome& outcome : outcomes) outcome.result = SwapResult::Stuck;
        add_reason(outcomes, format("the rollback failed: {}", reason_of(undone.error())));
        return outcomes;
    }
    if (!entered) add_reason(outcomes, entered.error().text());
    return closed(unit, std::move(outcomes));
}

std::vector<SwapOutcome> clean_up(UnitRun& unit) {
    auto outcomes = outcomes_of(unit, SwapResult::Updated, {});
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) outcomes[i].gap = gap_of(unit.swaps[i].gap);
    if (auto cleaned = tidy_up(unit); !cleaned) {
        add_reason(outcomes, format("what was replaced is still there: {}", reason_of(cleaned.error())));
        return outcomes;
    }
    return closed(unit, std::move(outcomes));
}

std::vector<SwapOutcome> give_up(UnitRun& unit, const Culprit& culprit) {
    auto outcomes = outcomes_for(unit, SwapResult::Aborted, culprit);
    Result<void> all_removed;
    // Dependants first: the engine may refuse to remove what another container refers to.
    for (auto run = unit.swaps.rbegin(); run != unit.swaps.rend(); ++run) {
        auto removed = remove_unused_new(*run);
        if (!removed) all_removed = std::move(removed).error().in(run->swap.temporary_name());
    }
    if (!all_removed) {
        add_reason(outcomes, format("could not be removed: {}", all_removed.error().text()));
        return outcomes;
    }
    return closed(unit, std::move(outcomes));
}

}  // namespace lockstep
