// SPDX-License-Identifier: Apache-2.0
#include "repair.hpp"

#include "lockstep/core/format.hpp"

#include "entry.hpp"
#include "flow.hpp"
#include "look.hpp"
#include "make_container.hpp"
#include "steps.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

constexpr int kLooks = 7;
constexpr std::chrono::milliseconds kFirstPause{1'000};

std::vector<SwapOutcome> stuck(const std::vector<SwapEntry>& entries, const std::string& reason) {
    std::vector<SwapOutcome> outcomes;
    for (const SwapEntry& entry : entries) {
        outcomes.push_back({.container = entry.name,
                            .from = entry.from,
                            .to = entry.to,
                            .digest = entry.digest,
                            .result = SwapResult::Stuck,
                            .reason = reason,
                            .gap = {}});
    }
    return outcomes;
}

/// After a crash of the machine the engine may come up after us: it gets about a minute.
Result<Seen> look_patiently(SwapRun& run) {
    auto pause = kFirstPause;
    for (int left = kLooks - 1;; --left) {
        auto seen = look(run.ports.engine, run.entry, run.swap);
        if (seen || left == 0 || seen.error().kind != ErrorKind::Transient) return seen;
        if (!run.ports.clock.wait(pause, run.stop)) return seen;
        pause *= 2;
    }
}

/// A unit of stored entries.
Result<UnitRun> unit_of(const SwapPorts& ports, const std::vector<SwapEntry>& entries, const std::stop_token& stop) {
    UnitRun unit{.ports = ports, .stop = stop, .swaps = {}};
    for (const SwapEntry& entry : entries) {
        auto swap = swap_of(entry);
        if (!swap) return std::move(swap).error();
        unit.swaps.push_back({.ports = ports, .swap = std::move(*swap), .entry = entry, .stop = stop});
    }
    return unit;
}

bool has_new(const SwapRun& run) {
    return run.swap.shape.kind != SwapKind::Restart;
}

/// The engine deletes auto-removed containers when it starts: then the new one is made again from the journal.
Result<void> ensure_new(SwapRun& run, const Seen& seen) {
    if (seen.fresh) {
        run.entry.new_id = seen.fresh->id;
        return {};
    }
    const auto request = create_request_from(run.entry.new_body);
    if (!request) return request.error();
    const auto made = ensure_created(run, run.swap.temporary_name(), *request, run.entry.new_image);
    if (!made) return made.error();
    run.entry.new_id = made->id;
    return run.ports.journal.write({run.entry});
}

std::vector<SwapOutcome> go_forward(UnitRun& unit, const std::vector<Seen>& seen) {
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        if (!has_new(unit.swaps[i])) continue;
        if (auto made = ensure_new(unit.swaps[i], seen[i]); !made) return roll_back(unit, {i, made.error()});
    }
    return switch_over(unit);
}

/// The first reason, when there is one, is what people need to know.
std::string with_first_reason(const UnitRun& unit, const std::string& why) {
    const std::string& first = unit.swaps.front().entry.reason;
    return first.empty() ? why : format("{} ({})", why, first);
}

std::vector<SwapOutcome> go_back(UnitRun& unit, const std::string& why) {
    return roll_back(unit,
                     {0, {.kind = ErrorKind::Conflict, .code = "recovered", .message = with_first_reason(unit, why)}});
}

/// The old one was not touched by us, but whatever ended us may have ended it too: it ran, so it shall run.
Result<void> revive_old(SwapRun& run, const Seen& seen) {
    const bool has_name = seen.old && seen.old->name == run.swap.name;
    // A recovery that was cut short may have made it again without writing its id down.
    const bool is_made_again = seen.named && seen.named->image == run.entry.old_image;
    const bool was_swept = !seen.old && (!seen.named || is_made_again) && run.entry.auto_remove;
    if (!run.entry.was_running || (!has_name && !was_swept)) return {};
    if (auto made = recreate_old(run); !made) return made;
    return start_old(run);
}

std::vector<SwapOutcome> abort_all(UnitRun& unit, const std::vector<Seen>& seen, const std::string& why) {
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        if (auto revived = revive_old(unit.swaps[i], seen[i]); !revived) {
            return stuck(entries_of(unit), format("the old container {} could not be started: {}",
                                                  unit.swaps[i].swap.name, reason_of(revived.error())));
        }
    }
    return give_up(unit, {0,
                          {.kind = ErrorKind::Cancelled,
                           .code = "recovered",
                           .message = "the update was cut short: " + with_first_reason(unit, why)}});
}

/// The new ones were accepted; whatever ended us may have ended them too.
std::vector<SwapOutcome> clean_up_after(UnitRun& unit, const std::vector<Seen>& seen) {
    for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
        SwapRun& run = unit.swaps[i];
        if (!seen[i].fresh || !has_new(run)) continue;
        run.entry.new_id = seen[i].fresh->id;
        if (auto started = start_new(run); !started) {
            return stuck(entries_of(unit), format("the new container {} could not be started: {}", run.swap.name,
                                                  reason_of(started.error())));
        }
    }
    return clean_up(unit);
}

std::vector<SwapOutcome> act(UnitRun& unit, const std::vector<Seen>& seen, const RecoveryChoice& choice) {
    switch (choice.what) {
        case Recovery::Abort:
            return abort_all(unit, seen, choice.why);
        case Recovery::Forward:
            return go_forward(unit, seen);
        case Recovery::Rollback:
            return go_back(unit, choice.why);
        case Recovery::CleanUp:
            return clean_up_after(unit, seen);
        case Recovery::CallHelp:
            break;
    }
    return stuck(entries_of(unit), choice.why);
}

}  // namespace

std::vector<std::vector<SwapEntry>> by_unit(const std::vector<SwapEntry>& entries) {
    std::vector<std::vector<SwapEntry>> units;
    for (const SwapEntry& entry : entries) {
        const auto mine = std::ranges::find_if(units, [&](const std::vector<SwapEntry>& unit) {
            return !entry.unit.empty() && unit.front().unit == entry.unit;
        });
        if (mine == units.end()) {
            units.push_back({entry});
        } else {
            mine->push_back(entry);
        }
    }
    return units;
}

std::vector<SwapOutcome> repair(const SwapPorts& ports, const std::vector<SwapEntry>& entries,
                                const std::stop_token& stop) {
    auto unit = unit_of(ports, entries, stop);
    if (!unit) return stuck(entries, reason_of(unit.error()));
    std::vector<Seen> all_seen;
    for (SwapRun& run : unit->swaps) {
        auto seen = look_patiently(run);
        if (!seen) return stuck(entries, reason_of(seen.error()));
        all_seen.push_back(std::move(*seen));
        ++run.entry.attempts;
    }
    const RecoveryChoice choice = choose_recovery(entries_of(*unit), all_seen);
    const SwapEntry& first = entries.front();
    ports.observer.recovery(first.name, format("found at \"{}\": {}", first.phase, choice.why));
    if (choice.what == Recovery::CallHelp) return stuck(entries, choice.why);
    // Before acting, so that an image that takes us down with it is not tried for ever. A disk that takes no write must
    // not leave the node down, though: acting is right without it.
    if (auto counted = ports.journal.write(entries_of(*unit)); !counted) {
        ports.observer.recovery(first.name, counted.error().text());
    }
    return act(*unit, all_seen, choice);
}

}  // namespace lockstep
