// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/presets.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"

namespace lockstep {
namespace {

using Rows = std::vector<std::vector<Cell>>;

ExitCode run(Session& session) {
    Json list = Json::array();
    Rows rows;
    for (const Preset& preset : known_presets()) {
        list.push_back({{"name", preset.name},
                        {"matches", preset.matches},
                        {"rule", preset.rule},
                        {"source", preset.source},
                        {"by_default", preset.by_default}});
        Json& targets = list.back()["targets"] = Json::array();
        std::vector<std::string> names;
        for (const Target& target : preset.targets()) {
            targets.push_back(target.name);
            names.push_back(target.name);
        }
        rows.push_back(
            {{std::string(preset.name), preset.by_default ? Tone::Good : Tone::Plain},
             {preset.by_default ? "on" : "-"},
             {format("{}: {}. Targets: {}. {}", preset.matches, preset.rule, join(names, ", "), preset.source)}});
    }
    session.print(session.json()
                      ? dump({{"schema", 1}, {"presets", std::move(list)}}) + "\n"
                      : table({"PRESET", "", "WHICH CONTAINERS, AND HOW THEY FOLLOW"}, rows, session.screen()));
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec config_presets_command() {
    return {.path = "config presets",
            .chapter = Chapter::SetUp,
            .summary = "List the built-in rules: what they match, what they do, who says so",
            .run = run};
}

}  // namespace lockstep
