// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/executor.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/requirements.hpp"

#include "entry.hpp"
#include "flow.hpp"
#include "leftovers.hpp"
#include "repair.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

SwapOutcome aborted(const Swap& swap, const Error& cause) {
    return {.container = swap.name,
            .from = swap.from.text(),
            .to = swap.to.text(),
            .digest = swap.digest.text(),
            .result = SwapResult::Aborted,
            .reason = reason_of(cause),
            .gap = {},
            .blames_image = false};
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
    if (old.ends_with_stop() != swap.auto_remove) return moved(swap, "was made again");
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
    }
    return "unknown";
}

Executor::Executor(Engine& engine, Journal& journal, Trust& trust, Clock& clock, SwapObserver observer)
    : engine_(engine), journal_(journal), trust_(trust), clock_(clock), observer_(std::move(observer)) {}

Result<SwapOutcome> Executor::run(const Swap& swap, const Secret& auth, const std::stop_token& stop) {
    if (auto free = check_none_open(journal_, swap); !free) {
        if (free.error().code == "swap-open") return aborted(swap, free.error());
        return std::move(free).error();
    }
    auto originals = read_originals(engine_, swap);
    if (!originals) return aborted(swap, originals.error());
    if (auto there = check_requirements(engine_, originals->old); !there) return aborted(swap, there.error());
    auto old_body = old_again(*originals, swap);
    if (!old_body) return aborted(swap, old_body.error());

    SwapRun run{.ports = {engine_, journal_, trust_, clock_, observer_},
                .swap = swap,
                .entry = entry_of(swap, originals->old, clock_.now()),
                .stop = stop,
                .auth = auth,
                .originals = std::move(*originals)};
    run.entry.old_body = std::move(*old_body);
    if (auto entered = enter(run, Phase::Planned); !entered) return std::move(entered).error();
    if (auto prepared = prepare(run); !prepared) {
        // An engine that ended may have taken the old one along: look before giving up.
        if (prepared.error().code == "engine-unreachable") return repair(run.ports, run.entry, stop);
        return give_up(run, prepared.error());
    }
    if (auto entered = enter(run, Phase::Switching); !entered) return give_up(run, entered.error());
    return switch_over(run);
}

Result<std::vector<SwapOutcome>> Executor::recover(const std::stop_token& stop) {
    const SwapPorts ports{engine_, journal_, trust_, clock_, observer_};
    auto open = journal_.open_swaps();
    if (!open) return std::move(open).error();
    std::vector<SwapOutcome> outcomes;
    for (const SwapEntry& entry : *open) {
        if (stop.stop_requested()) return outcomes;
        outcomes.push_back(repair(ports, entry, stop));
    }
    auto restored = settle_leftovers(ports);
    outcomes.insert(outcomes.end(), std::make_move_iterator(restored.begin()), std::make_move_iterator(restored.end()));
    return outcomes;
}

}  // namespace lockstep
