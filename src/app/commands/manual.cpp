// SPDX-License-Identifier: Apache-2.0
#include "app/manual.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/command_table.hpp"
#include "app/commands/commands.hpp"
#include "app/session.hpp"

#include <algorithm>

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    const auto& table = command_table();
    const std::string path = join(session.arguments().list("COMMAND"), " ");
    if (path.empty()) {
        session.print(manual_page(table));
        return ExitCode::UpToDate;
    }
    const auto command = std::ranges::find(table, path, &CommandSpec::path);
    if (command == table.end()) {
        return session.fail({.kind = ErrorKind::Malformed,
                             .code = "config-command",
                             .message = format("there is no command '{}'", escaped(path)),
                             .remedy = "see `lockstep --help`"});
    }
    session.print(manual_page(table, *command));
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec manual_command() {
    return {.path = "manual",
            .chapter = Chapter::SetUp,
            .summary = "Print a manual page for man -l",
            .parameters = {{.name = "COMMAND",
                            .about = "The command it is about; without it the program's own page",
                            .repeated = true}},
            .examples = {{"manual once", "the page lockstep-once(1)"}},
            .run = run};
}

}  // namespace lockstep
