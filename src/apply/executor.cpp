// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/executor.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/requirements.hpp"

#include "entry.hpp"
#include "flow.hpp"
#include "leftovers.hpp"
#include "repair.hpp"
#include "steps.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lockstep {
namespace {

/// Nothing was begun: one of them stands in the way of all.
std::vector<SwapOutcome> not_begun(const SwapUnit& unit, const Swap& culprit, const Error& cause) {
    std::vector<SwapOutcome> outcomes;
    for (const Swap& swap : unit.swaps) {
        const bool is_cause = swap.old == culprit.old;
        outcomes.push_back({.container = swap.name,
                            .from = swap.from.text(),
                            .to = swap.to.text(),
                            .digest = swap.digest ? swap.digest->text() : std::string(),
                            .result = SwapResult::Aborted,
                            .reason = is_cause ? reason_of(cause)
                                               : format("together-with: {} is changed only together with {}, where: {}",
                                                        swap.name, culprit.name, reason_of(cause)),
                            .gap = {},
                            .kind = swap.shape.kind});
    }
    return outcomes;
}

Error moved(const Swap& swap, const std::string& what) {
    return {.kind = ErrorKind::Conflict,
            .code = "container-moved",
            .message = format("{} {} since its update was planned", escaped(swap.name), what)};
}

Result<void> check_as_planned(const Swap& swap, const Container& old) {
    if (old.name != swap.name) return moved(swap, "was renamed");
    if (old.image != swap.old_image) return moved(swap, "has another image");
    if (old.up() != swap.was_running) return moved(swap, swap.was_running ? "was stopped" : "was started");
    if (old.ends_with_stop() != swap.shape.auto_remove) return moved(swap, "was made again");
    return {};
}

/// Reads what the swap starts from. Changes nothing.
Result<Originals> read_originals(Engine& engine, const Swap& swap) {
    auto facts = engine.facts();
    if (!facts) return std::move(facts).error();
    auto old = engine.inspect(swap.old.text());
    if (!old) return std::move(old).error();
    if (auto planned = check_as_planned(swap, *old); !planned) return std::move(planned).error();
    auto image = engine.image(old->image.text());
    if (!image) return std::move(image).error();
    if (auto why = why_not_recreatable(*old, *image)) return *std::move(why);
    return Originals{std::move(*old), std::move(*image), std::move(*facts), {}};
}

Result<JsonText> old_again(const Originals& originals, const Swap& swap) {
    const auto request = recreate_same({.old = originals.old,
                                        .old_image = originals.old_image,
                                        .reference = swap.from.text(),
                                        .facts = originals.facts});
    if (!request) return request.error();
    return to_json(*request);
}

/// An unfinished swap of the same container comes first: two at once could not be told apart after a crash.
Result<void> check_none_open(Journal& journal, const Swap& swap) {
    const auto open = journal.open_swaps();
    if (!open) return open.error();
    const auto same = [&](const SwapEntry& entry) {
        return entry.id == swap.id || (entry.name == swap.name && entry.phase != word(Phase::Committed));
    };
    const auto found = std::find_if(open->begin(), open->end(), same);
    if (found == open->end()) return {};
    return Error{.kind = ErrorKind::Conflict,
                 .code = "swap-open",
                 .message = format("an earlier update of {} is not finished (it stands at \"{}\")", escaped(swap.name),
                                   escaped(found->phase)),
                 .remedy = "start the service again: it finishes or undoes what is open"};
}

/// Reads everything that one swap starts from; changes nothing.
Result<SwapRun> begin(const UnitRun& unit, const Swap& swap, const RegistryAuth& auth) {
    auto secret = swap.shape.kind == SwapKind::Move ? auth(swap.to.repository()) : Result<Secret>(Secret());
    if (!secret) return std::move(secret).error();
    auto originals = read_originals(unit.ports.engine, swap);
    if (!originals) return std::move(originals).error();
    if (auto there = check_requirements(unit.ports.engine, originals->old); !there) return std::move(there).error();
    auto old_body = old_again(*originals, swap);
    if (!old_body) return std::move(old_body).error();
    SwapRun run{.ports = unit.ports,
                .swap = swap,
                .entry = entry_of(swap, originals->old, originals->old_image, unit.ports.clock.now()),
                .stop = unit.stop,
                .auth = std::move(*secret)};
    run.originals = std::move(*originals);
    run.entry.old_body = std::move(*old_body);
    return run;
}

}  // namespace

std::string_view word(SwapResult result) {
    switch (result) {
        case SwapResult::Updated:
            return "updated";
        case SwapResult::RolledBack:
            return "rolled-back";
        case SwapResult::Aborted:
            return "aborted";
        case SwapResult::Stuck:
            return "stuck";
        case SwapResult::Interrupted:
            return "interrupted";
        case SwapResult::HandedOver:
            return "handed-over";
    }
    return "unknown";
}

Executor::Executor(Engine& engine, Journal& journal, Trust& trust, Clock& clock, SwapObserver observer)
    : engine_(engine),
      journal_(journal),
      trust_(trust),
      clock_(clock),
      observer_(std::move(observer)),
      owners_{journal.owner()} {}

Result<ImageId> Executor::fetch(const Swap& swap, const RegistryAuth& auth, const std::stop_token& stop) {
    const UnitRun unit{.ports = {engine_, journal_, trust_, clock_, observer_}, .stop = stop, .swaps = {}};
    auto run = begin(unit, swap, auth);
    if (!run) return std::move(run).error();
    if (auto fetched = perform(*run, PullImage{}); !fetched) return std::move(fetched).error();
    return run->entry.new_image;
}

Result<std::vector<SwapOutcome>> Executor::run(const SwapUnit& planned, const RegistryAuth& auth,
                                               const std::stop_token& stop) {
    UnitRun unit{.ports = {engine_, journal_, trust_, clock_, observer_}, .stop = stop, .swaps = {}};
    for (const Swap& swap : planned.swaps) {
        if (auto free = check_none_open(journal_, swap); !free) {
            if (free.error().code == "swap-open") return not_begun(planned, swap, free.error());
            return std::move(free).error();
        }
        auto begun = begin(unit, swap, auth);
        if (!begun) return not_begun(planned, swap, begun.error());
        begun->entry.unit = planned.id();
        begun->entry.position = static_cast<int>(unit.swaps.size());
        unit.swaps.push_back(std::move(*begun));
    }
    if (auto entered = enter(unit, Phase::Planned); !entered) return std::move(entered).error();
    if (auto culprit = prepare(unit)) {
        // An engine that ended may have taken the old ones along: look before giving up.
        if (culprit->error.code == "engine-unreachable") {
            for (SwapRun& run : unit.swaps) run.entry.reason = reason_of(culprit->error);
            return repair(unit.ports, entries_of(unit), stop);
        }
        return give_up(unit, *culprit);
    }
    if (auto entered = enter(unit, Phase::Switching); !entered) return give_up(unit, {0, entered.error()});
    return switch_over(unit);
}

Result<std::vector<SwapOutcome>> Executor::recover(const std::stop_token& stop) {
    const SwapPorts ports{engine_, journal_, trust_, clock_, observer_};
    auto open = journal_.open_swaps();
    if (!open) return std::move(open).error();
    std::vector<SwapOutcome> outcomes;
    for (const auto& entries : by_unit(*open)) {
        if (stop.stop_requested()) return outcomes;
        auto repaired = repair(ports, entries, stop);
        std::ranges::move(repaired, std::back_inserter(outcomes));
    }
    auto restored = settle_leftovers(ports, owners_);
    std::ranges::move(restored, std::back_inserter(outcomes));
    return outcomes;
}

}  // namespace lockstep
