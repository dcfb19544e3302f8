// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/own_container.hpp"
#include "app/session.hpp"
#include "app/show.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        Cycle cycle(open.world.ports(), open.settings, open.sink, own_container_id());
        const auto finding = cycle.explain(session.arguments().text("CONTAINER"), session.stop());
        if (!finding) return session.fail(finding.error());
        session.print(session.json() ? json_of(*finding) : show_explain(*finding, session.screen()));
        return exit_code_of(*finding);
    });
}

}  // namespace

CommandSpec explain_command() {
    return {.path = "explain",
            .chapter = Chapter::Ask,
            .summary = "Say for every tag why a container would take it or not",
            .parameters = {{.name = "CONTAINER",
                            .about = "Name or id of a container",
                            .required = true,
                            .completion = Completion::Container}},
            .examples = {{"explain vantage6-demo-user", "every tag of its repository, taken or not, and why"}},
            .run = run};
}

}  // namespace lockstep
