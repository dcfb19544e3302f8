// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"

#include <unistd.h>

namespace lockstep {
namespace {

using Rows = std::vector<std::vector<Cell>>;

ExitCode run(Session& session) {
    const auto settings = effective_settings(session.overrides(), lockstep_environment(environ));
    if (!settings) return session.fail(settings.error());
    Json list = Json::array();
    Rows rows;
    for (const EffectiveSetting& one : *settings) {
        list.push_back({{"key", one.key}, {"value", one.value}, {"origin", one.origin}});
        const Tone tone = one.origin == "default" ? Tone::Dim : Tone::Plain;
        rows.push_back({{one.key, tone}, {one.origin, tone}, {escaped(one.value), tone}});
    }
    session.print(session.json() ? dump({{"schema", 1}, {"settings", std::move(list)}}) + "\n"
                                 : table({"KEY", "SAID BY", "VALUE"}, rows, session.screen()));
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec config_show_command() {
    return {.path = "config show",
            .chapter = Chapter::SetUp,
            .summary = "Print every setting in force, and who said so",
            .details =
                "File, LOCKSTEP_ variables and options laid over each other. Secrets are never in it: the "
                "configuration only names the files that hold them.",
            .run = run};
}

}  // namespace lockstep
