// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "look.hpp"
#include "make_container.hpp"
#include "steps.hpp"

#include <utility>

namespace lockstep {
namespace {

constexpr std::chrono::seconds kRemovalTime{60};

bool is_up(const Container& container) {
    return container.running() || container.status == ContainerStatus::Restarting;
}

Error old_is_lost(const SwapRun& run, const std::string& why) {
    return {.kind = ErrorKind::NotFound,
            .code = "old-lost",
            .message = format("the old {} is gone and cannot be made again: {}", run.swap.name, why),
            .remedy = format("start a container {} from {} by hand", run.swap.name, run.entry.from)};
}

/// The old image by the words that stand in the old container. The tag goes back to it where it moved; where that is
/// not possible the image's id stands in its place.
Result<std::string> old_reference(SwapRun& run, const std::string& words) {
    const auto image = run.ports.engine.image(words);
    if (image && image->id == run.entry.old_image) return words;
    if (auto kept = run.ports.engine.image(run.entry.old_image.text()); !kept) {
        if (kept.error().kind != ErrorKind::NotFound) return std::move(kept).error();
        return old_is_lost(run, format("its image {} was removed", brief(run.entry.old_image.text())));
    }
    if (run.swap.from.digest()) return run.entry.old_image.text();
    const auto tagged = run.ports.engine.tag(run.entry.old_image, run.swap.from);
    return tagged ? words : run.entry.old_image.text();
}

Result<CreateRequest> old_request(SwapRun& run) {
    auto request = create_request_from(run.entry.old_body);
    if (!request) return old_is_lost(run, "how to make it was not stored");
    Json body = tree(request->body);
    const auto reference = old_reference(run, string_at(body, "/Image"));
    if (!reference) return reference.error();
    body["Image"] = *reference;
    request->body.text = dump(body);
    return std::move(*request);
}

/// Writes down which container the old one is now.
void adopt_as_old(SwapRun& run, const Container& made) {
    run.entry.old_id = made.id;
    // Bringing the node back matters more than a full disk; recovery also knows the container by its name and image.
    static_cast<void>(run.ports.journal.write({run.entry}).has_value());
}

Result<void> make_old_again(SwapRun& run) {
    const auto request = old_request(run);
    if (!request) return request.error();
    const auto named = find_named(run.ports.engine, run.swap.name);
    if (!named) return named.error();
    // A rollback that was cut short made it before, and may have started it.
    if (*named && (*named)->image == run.entry.old_image && (*named)->ever_started()) {
        adopt_as_old(run, **named);
        return {};
    }
    const auto made = ensure_created(run, run.swap.name, *request, run.entry.old_image);
    if (!made) return made.error();
    adopt_as_old(run, *made);
    return {};
}

/// One that ended is about to be removed by the engine: wait for that rather than start what disappears. When it does
/// not disappear it can be started again.
Result<std::optional<Container>> settled_old(SwapRun& run) {
    auto old = find(run.ports.engine, run.entry.old_id);
    if (!old || !*old || !run.entry.auto_remove) return old;
    if (is_up(**old) || !(*old)->ever_started()) return old;
    const auto removed = run.ports.engine.wait_removed(run.entry.old_id, std::chrono::seconds(10));
    return removed ? Result<std::optional<Container>>(std::optional<Container>()) : old;
}

Error not_running(const SwapRun& run, const Container& old) {
    return {.kind = ErrorKind::Transient,
            .code = "old-not-running",
            .message = format("the old {} was started again but ended with exit code {}", run.swap.name, old.exit_code),
            .remedy = format("look at docker logs {}", run.swap.name),
            .origin = escaped(old.error)};
}

/// One that kept restarting before the swap may do so again.
bool kept_restarting(const SwapEntry& entry) {
    const auto document = parse_json(entry.old_inspect.text, "stored container");
    return document && string_at(*document, "/State/Status") == "restarting";
}

/// Somebody removed a container that we only wanted to start again: that is not ours to undo.
bool only_restarted(const SwapRun& run) {
    return run.swap.shape.kind == SwapKind::Restart;
}

/// A stranger who runs under the name stands in for the old one: two at once could spoil their data.
Result<void> check_nobody_serves(SwapRun& run, const Container& old) {
    const auto named = find_named(run.ports.engine, run.swap.name);
    if (!named) return named.error();
    if (!*named || (*named)->id == old.id || !(*named)->running()) return {};
    return Error{
        .kind = ErrorKind::Conflict,
        .code = "name-taken",
        .message = format("somebody else's container {} runs under the name {}; the old one is kept as {}",
                          brief((*named)->id.text()), run.swap.name, old.name),
        .remedy = format("remove {}, or the container {}, and start the service again", run.swap.name, old.name)};
}

}  // namespace

Result<void> stop_new(SwapRun& run) {
    const auto fresh = find_new(run.ports.engine, run.entry, run.swap);
    if (!fresh) return fresh.error();
    const bool may_run = *fresh && (is_up(**fresh) || (*fresh)->status == ContainerStatus::Paused);
    if (!may_run) return {};
    auto stopped = run.ports.engine.stop((*fresh)->id);
    if (!stopped && stopped.error().kind == ErrorKind::NotFound) return {};
    return stopped;
}

Result<void> remove_new(SwapRun& run) {
    const auto fresh = find_new(run.ports.engine, run.entry, run.swap);
    if (!fresh) return fresh.error();
    if (!*fresh) return {};
    const bool engine_removes = run.entry.auto_remove && (*fresh)->ever_started();
    if (engine_removes && run.ports.engine.wait_removed((*fresh)->id, kRemovalTime)) return {};
    return run.ports.engine.remove((*fresh)->id, true);
}

Result<void> restore_name(SwapRun& run) {
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old) return old.error();
    if (!*old) return make_old_again(run);
    if ((*old)->name == run.swap.name) return {};
    return run.ports.engine.rename((*old)->id, run.swap.name);
}

Result<void> restore_restart(SwapRun& run) {
    const auto old = find(run.ports.engine, run.entry.old_id);
    if (!old) return old.error();
    if (!*old && only_restarted(run)) return {};
    if (run.entry.auto_remove) return {};
    if (!*old) return old_is_lost(run, "it disappeared during the rollback");
    if (tree((*old)->restart_policy) == tree(run.entry.restart_policy)) return {};
    return run.ports.engine.set_restart_policy((*old)->id, run.entry.restart_policy);
}

Result<void> recreate_old(SwapRun& run) {
    const auto old = settled_old(run);
    if (!old) return old.error();
    if (!*old) return make_old_again(run);
    return {};
}

Result<void> start_old(SwapRun& run) {
    Engine& engine = run.ports.engine;
    if (!run.entry.was_running) return {};
    auto old = find(engine, run.entry.old_id);
    if (!old) return std::move(old).error();
    if (!*old && only_restarted(run)) return {};
    if (!*old) return old_is_lost(run, "it disappeared during the rollback");
    if (is_up(**old)) return {};
    if (auto alone = check_nobody_serves(run, **old); !alone) return alone;
    if (auto started = engine.start(run.entry.old_id); !started) return started;
    old = find(engine, run.entry.old_id);
    if (!old) return std::move(old).error();
    if (*old && (is_up(**old) || kept_restarting(run.entry))) return {};
    return *old ? not_running(run, **old) : old_is_lost(run, "it ended at once");
}

}  // namespace lockstep
