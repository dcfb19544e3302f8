// SPDX-License-Identifier: Apache-2.0
#include "app/pause.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include "app/commands/commands.hpp"
#include "app/duration_argument.hpp"
#include "app/session.hpp"

namespace lockstep {
namespace {

/// Settings only: both commands work beside a running daemon.
template <typename Use>
ExitCode with_state_dir(Session& session, const Use& use) {
    const auto settings = load_settings(session.overrides(), lockstep_environment(environ));
    if (!settings) return session.fail(settings.error());
    return use(settings->state_dir);
}

ExitCode say(Session& session, const Json& object, const std::string& sentence) {
    session.print(session.json() ? dump(object) + "\n" : sentence + "\n");
    return ExitCode::UpToDate;
}

ExitCode pause(Session& session) {
    const auto span = duration_argument(session.arguments(), "--for");
    if (!span) return session.fail(span.error());
    return with_state_dir(session, [&](const std::string& state_dir) {
        const bool limited = span->count() > 0;
        const WallTime until = limited ? SystemClock().now() + *span : WallTime::max();
        if (auto done = pause_updates(state_dir, until, session.arguments().text("--reason")); !done) {
            return session.fail(done.error());
        }
        const std::string end = limited ? rfc3339(until) : "";
        return say(session, {{"schema", 1}, {"command", "pause"}, {"until", limited ? Json(end) : Json()}},
                   limited ? format("Updates are paused until {}. Looking goes on.", end)
                           : "Updates are paused until `lockstep resume`. Looking goes on.");
    });
}

ExitCode resume(Session& session) {
    return with_state_dir(session, [&](const std::string& state_dir) {
        const auto ended = resume_updates(state_dir);
        if (!ended) return session.fail(ended.error());
        return say(session, {{"schema", 1}, {"command", "resume"}, {"was_paused", *ended}},
                   *ended ? "Updates go on with the next look." : "Updates were not paused.");
    });
}

}  // namespace

CommandSpec pause_command() {
    return {
        .path = "pause",
        .chapter = Chapter::Steer,
        .summary = "Update nothing for now; looking and reporting go on",
        .details =
            "Works beside a running daemon and outlives restarts. What an interrupted swap left is still "
            "repaired.",
        .parameters = {{.name = "--for", .about = "How long; without it until `resume`", .placeholder = "DURATION"},
                       {.name = "--reason", .about = "Shown wherever something waits for it", .placeholder = "TEXT"}},
        .examples = {{"pause --for 8h --reason training", "no updates during a long computation"}},
        .run = pause};
}

CommandSpec resume_command() {
    return {.path = "resume",
            .chapter = Chapter::Steer,
            .summary = "End a pause",
            .examples = {{"resume", "updates go on with the next look"}},
            .run = resume};
}

}  // namespace lockstep
