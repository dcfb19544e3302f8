// SPDX-License-Identifier: Apache-2.0
#include "app/completion.hpp"

#include "app/command_table.hpp"
#include "app/commands/commands.hpp"
#include "app/session.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    session.print(completion_script(command_table(), session.arguments().text("SHELL")));
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec completion_command() {
    return {.path = "completion",
            .chapter = Chapter::SetUp,
            .summary = "Print a script that completes lockstep's words in a shell",
            .parameters = {{.name = "SHELL", .about = "Whose", .words = completion_shells(), .required = true}},
            .examples = {{"completion bash", "for /usr/share/bash-completion/completions/lockstep"}},
            .run = run};
}

}  // namespace lockstep
