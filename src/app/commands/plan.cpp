// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/own_container.hpp"
#include "app/pause.hpp"
#include "app/session.hpp"
#include "app/show.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        Cycle cycle(open.world.ports(), open.settings, open.sink, own_container_id());
        const auto report = cycle.plan(
            session.stop(), {.pause = pause_in_force(open.settings.state_dir, open.world.ports().clock.now())});
        if (!report) return session.fail(report.error());
        const ExitCode code = exit_code_of(*report);
        session.print(session.json() ? json_of("plan", *report, code) : show_plan(*report, session.screen()));
        return code;
    });
}

}  // namespace

CommandSpec plan_command() {
    return {.path = "plan",
            .chapter = Chapter::Follow,
            .summary = "Say what `once` would do and why; writes nothing, pulls nothing",
            .examples = {{"plan", "what would happen, and why; changes nothing"}},
            .run = run};
}

}  // namespace lockstep
