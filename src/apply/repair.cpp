// SPDX-License-Identifier: Apache-2.0
#include "repair.hpp"

#include "lockstep/core/format.hpp"

#include "entry.hpp"
#include "flow.hpp"
#include "look.hpp"
#include "make_container.hpp"
#include "steps.hpp"

#include <utility>

namespace lockstep {
namespace {

constexpr int kLooks = 7;
constexpr std::chrono::milliseconds kFirstPause{1'000};

const Secret kNoAuth;  // recovery never pulls

SwapOutcome stuck(const SwapEntry& entry, std::string reason) {
    return {.container = entry.name,
            .from = entry.from,
            .to = entry.to,
            .digest = entry.digest,
            .result = SwapResult::Stuck,
            .reason = std::move(reason),
            .gap = {},
            .blames_image = false};
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
    return run.ports.journal.write(run.entry);
}

SwapOutcome go_forward(SwapRun& run, const Seen& seen) {
    if (auto made = ensure_new(run, seen); !made) return roll_back(run, made.error());
    return switch_over(run);
}

/// The first reason, when there is one, is what people need to know.
SwapOutcome go_back(SwapRun& run, const std::string& why) {
    const std::string& first = run.entry.reason;
    return roll_back(run, {.kind = ErrorKind::Conflict,
                           .code = "recovered",
                           .message = first.empty() ? why : format("{} ({})", why, first)});
}

/// The old one was not touched by us, but whatever ended us may have ended it too: it ran, so it shall run.
Result<void> revive_old(SwapRun& run, const Seen& seen) {
    const bool has_name = seen.old && seen.old->name == run.swap.name;
    const bool was_swept = !seen.old && !seen.named && run.entry.auto_remove;
    if (!run.entry.was_running || (!has_name && !was_swept)) return {};
    if (auto made = recreate_old(run); !made) return made;
    return start_old(run);
}

SwapOutcome abort_it(SwapRun& run, const Seen& seen, const std::string& why) {
    if (auto revived = revive_old(run, seen); !revived) {
        return stuck(run.entry, format("the old container could not be started: {}", reason_of(revived.error())));
    }
    return give_up(run,
                   {.kind = ErrorKind::Cancelled, .code = "recovered", .message = "the update was cut short: " + why});
}

/// The new one was accepted; whatever ended us may have ended it too.
SwapOutcome clean_up_after(SwapRun& run, const Seen& seen) {
    if (seen.fresh) {
        run.entry.new_id = seen.fresh->id;
        if (auto started = start_new(run); !started) {
            return stuck(run.entry, format("the new container could not be started: {}", reason_of(started.error())));
        }
    }
    return clean_up(run);
}

SwapOutcome act(SwapRun& run, const Seen& seen, const RecoveryChoice& choice) {
    switch (choice.what) {
        case Recovery::Abort:
            return abort_it(run, seen, choice.why);
        case Recovery::Forward:
            return go_forward(run, seen);
        case Recovery::Rollback:
            return go_back(run, choice.why);
        case Recovery::CleanUp:
            return clean_up_after(run, seen);
        case Recovery::CallHelp:
            break;
    }
    return stuck(run.entry, choice.why);
}

}  // namespace

SwapOutcome repair(const SwapPorts& ports, const SwapEntry& entry, const std::stop_token& stop) {
    auto swap = swap_of(entry);
    if (!swap) return stuck(entry, reason_of(swap.error()));
    SwapRun run{.ports = ports, .swap = std::move(*swap), .entry = entry, .stop = stop, .auth = kNoAuth};
    const auto seen = look_patiently(run);
    if (!seen) return stuck(entry, reason_of(seen.error()));
    ++run.entry.attempts;
    const RecoveryChoice choice = choose_recovery(run.entry, *seen);
    ports.observer.recovery(entry.name, format("found at \"{}\": {}", entry.phase, choice.why));
    if (choice.what == Recovery::CallHelp) return stuck(entry, choice.why);
    // Before acting, so that an image that takes us down with it is not tried for ever. A disk that takes no write must
    // not leave the node down, though: acting is right without it.
    if (auto counted = ports.journal.write(run.entry); !counted) {
        ports.observer.recovery(entry.name, counted.error().text());
    }
    return act(run, *seen, choice);
}

}  // namespace lockstep
