// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/session.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    session.print(session.json() ? "{\"version\":\"" LOCKSTEP_VERSION "\"}\n" : "lockstep " LOCKSTEP_VERSION "\n");
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec version_command() {
    return {.path = "version", .chapter = Chapter::Ask, .summary = "Print this program's version", .run = run};
}

}  // namespace lockstep
