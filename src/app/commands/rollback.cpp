// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/errand.hpp"
#include "app/own_container.hpp"
#include "app/show.hpp"

namespace lockstep {
namespace {

/// What it would do; for that nobody has to hold the journal.
ExitCode plan(Session& session, const Order& order) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        Cycle cycle(open.world.ports(), open.settings, open.sink, own_container_id());
        const auto report = cycle.plan_rollback({order.container, order.to, order.reason});
        if (!report) return session.fail(report.error());
        const ExitCode code = exit_code_of(*report);
        session.print(session.json() ? json_of("rollback", *report, code) : show_plan(*report, session.screen()));
        return code;
    });
}

ExitCode run(Session& session) {
    const Arguments& given = session.arguments();
    const Order order{.kind = OrderKind::Rollback,
                      .container = given.text("CONTAINER"),
                      .reason = given.text("--reason"),
                      .until = {},
                      .to = given.text("--to")};
    return given.given("--plan") ? plan(session, order) : run_errand(session, order);
}

}  // namespace

CommandSpec rollback_command() {
    return {
        .path = "rollback",
        .chapter = Chapter::Steer,
        .summary = "Take a container back to the image that ran before, and keep it there",
        .details =
            "Goes back by the same steps as an update, at once, also outside of windows and while updates are paused. "
            "The image that it leaves is remembered as failed, so that no look takes it again; a newer one is taken as "
            "usual (`hold` prevents that, `retry` forgets what failed). Containers that moved together go back "
            "together. "
            "Works beside a running daemon.",
        .parameters = {{.name = "CONTAINER",
                        .about = "Name or id of a container",
                        .required = true,
                        .completion = Completion::Container},
                       {.name = "--to",
                        .about = "A tag or digest that its history knows, instead of the one before",
                        .placeholder = "IMAGE"},
                       {.name = "--reason", .about = "Kept in the history", .placeholder = "TEXT"},
                       {.name = "--plan", .about = "Only say what it would do"},
                       no_wait_parameter()},
        .examples = {{"rollback vantage6-demo-user --reason 'tasks fail'",
                      "the version of before runs again, and stays"},
                     {"rollback vantage6-demo-user --plan", "where it would go, step by step"}},
        .exits = {{ExitCode::Updated, "it went back"},
                  {ExitCode::WouldUpdate, "it would go back (--plan)"},
                  {ExitCode::Refused, "there is nothing to go back to, or it cannot be replaced"}},
        .run = run};
}

}  // namespace lockstep
