// SPDX-License-Identifier: Apache-2.0
#include "app/status.hpp"

#include "lockstep/journal/holds.hpp"

#include "app/commands/commands.hpp"
#include "app/pause.hpp"
#include "app/session.hpp"
#include "app/show_status.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        const Ports ports = open.world.ports();
        const auto status = last_status(ports.journal);
        if (!status) return session.fail(status.error());
        const WallTime now = ports.clock.now();
        const auto pause = pause_in_force(open.settings.state_dir, now);
        const auto holds = holds_in_force(ports.journal, now);
        if (!holds) return session.fail(holds.error());
        session.print(session.json() ? json_of_status(*status, pause, *holds, now)
                                     : show_status(*status, pause, *holds, now, session.screen()));
        return ExitCode::UpToDate;
    });
}

}  // namespace

CommandSpec status_command() {
    return {.path = "status",
            .chapter = Chapter::Ask,
            .summary = "Say what the last look found for each container, and when the next one is",
            .details =
                "Asks nobody: it reads what `run` or `once` found last, and works beside a running daemon. "
                "`plan` looks anew.",
            .examples = {{"status", "versions, verdicts, what waits until when"}},
            .run = run};
}

}  // namespace lockstep
