// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/own_container.hpp"
#include "app/session.hpp"
#include "app/show.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    return session.with_world(JournalMode::Write, LogLevel::Info, [&](OpenWorld open) {
        const Ports ports = open.world.ports();
        Cycle cycle(ports, open.settings, open.sink, own_container_id());
        auto report = cycle.run(session.stop());
        // One shot means one shot at the whole job: a move down waits here for the server's second answer.
        if (report && report->look_again && ports.clock.wait(*report->look_again, session.stop())) {
            report = cycle.run(session.stop());
        }
        if (!report) return session.fail(report.error());
        const ExitCode code = exit_code_of(*report);
        session.print(session.json() ? json_of("once", *report, code) : show_once(*report, session.screen()));
        return code;
    });
}

}  // namespace

CommandSpec once_command() {
    return {.path = "once",
            .chapter = Chapter::Follow,
            .summary = "Look once and act: repair, look, decide, swap, report",
            .examples = {{"once", "look once, act once; the check after a restart"}},
            .run = run};
}

}  // namespace lockstep
