// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"

#include <unistd.h>

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    Overrides overrides = session.overrides();
    const std::string named = session.arguments().text("FILE");
    if (!named.empty()) overrides.file = named;
    const Environment environment = lockstep_environment(environ);
    const auto wrong = check_settings(overrides, environment);
    if (session.json()) {
        session.print(dump({{"schema", 1}, {"file", configuration_file(overrides, environment)}, {"wrong", wrong}}) +
                      "\n");
    } else if (wrong.empty()) {
        session.print(format("{}: good\n", configuration_file(overrides, environment)));
    } else {
        session.print(join(wrong, "\n") + "\n");
    }
    return wrong.empty() ? ExitCode::UpToDate : ExitCode::Configuration;
}

}  // namespace

CommandSpec config_check_command() {
    return {.path = "config check",
            .chapter = Chapter::SetUp,
            .summary = "Name everything that is wrong with the configuration",
            .parameters = {{.name = "FILE",
                            .about = "The file to check; without it the one that is in force",
                            .completion = Completion::File}},
            .exits = {{ExitCode::UpToDate, "nothing is wrong"}, {ExitCode::Configuration, "something is wrong"}},
            .run = run};
}

}  // namespace lockstep
