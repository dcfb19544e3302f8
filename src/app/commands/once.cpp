// SPDX-License-Identifier: Apache-2.0
#include "app/carry_out.hpp"
#include "app/clock_doubt.hpp"
#include "app/commands/commands.hpp"
#include "app/duration_argument.hpp"
#include "app/engine_wait.hpp"
#include "app/own_container.hpp"
#include "app/pause.hpp"
#include "app/session.hpp"
#include "app/show.hpp"
#include "app/status.hpp"

namespace lockstep {
namespace {

/// What the first look did belongs to the same shot.
Result<CycleReport> with_earlier(const CycleReport& first, Result<CycleReport> second) {
    if (!second) return second;
    second->repaired.insert(second->repaired.begin(), first.repaired.begin(), first.repaired.end());
    second->outcomes.insert(second->outcomes.begin(), first.outcomes.begin(), first.outcomes.end());
    return second;
}

ExitCode run(Session& session) {
    const auto patience = duration_argument(session.arguments(), "--wait-for-engine");
    if (!patience) return session.fail(patience.error());
    return session.with_world(JournalMode::Write, LogLevel::Info, [&](OpenWorld open) {
        const Ports ports = open.world.ports();
        if (auto there = wait_for_engine(ports.engine, ports.clock, *patience, session.stop()); !there) {
            return session.fail(there.error());
        }
        Cycle cycle(ports, open.settings, open.sink, own_container_id());
        const Orders orders{.at_once = session.arguments().given("--now"),
                            .pause = pause_in_force(open.settings.state_dir, ports.clock.now())};
        carry_out_all(OrderTray(open.settings.state_dir), cycle, open.sink, session.stop());
        const auto before = last_status(ports.journal);
        if (before && *before) {
            const auto doubt = clock_doubt({(*before)->looked_at, {}}, ports.clock.now(), ports.clock.ticks());
            if (doubt) open.sink.take(Notice{Notice::Level::Warning, *doubt});
        }
        auto report = cycle.run(session.stop(), orders);
        // One shot means one shot at the whole job: a move down waits here for the server's second answer.
        if (report && report->look_again && ports.clock.wait(*report->look_again, session.stop())) {
            report = with_earlier(*report, cycle.run(session.stop(), orders));
        }
        if (!report) return session.fail(report.error());
        store_status(ports.journal, status_of(*report, before && *before ? **before : Status{}, ports.clock.now()));
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
            .parameters = {{.name = "--now", .about = "Update also outside the windows and before ramp and soak end"},
                           {.name = "--wait-for-engine",
                            .about = "Wait this long for the engine to come up, as after a boot",
                            .placeholder = "DURATION",
                            .fallback = "0s"}},
            .examples = {{"once", "look once, act once; the check after a restart"},
                         {"once --wait-for-engine 60s", "the same while the machine is still booting"}},
            .run = run};
}

}  // namespace lockstep
