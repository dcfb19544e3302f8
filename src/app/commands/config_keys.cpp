// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"
#include "lockstep/core/json.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"

namespace lockstep {
namespace {

using Rows = std::vector<std::vector<Cell>>;

ExitCode run(Session& session) {
    Json list = Json::array();
    Rows rows;
    for (const KnownKey& key : known_keys()) {
        list.push_back({{"key", key.key}, {"environment", key.environment}, {"about", key.about}});
        rows.push_back({{key.key}, {key.environment.empty() ? "-" : key.environment, Tone::Dim}, {key.about}});
    }
    session.print(session.json() ? dump({{"schema", 1}, {"keys", std::move(list)}}) + "\n"
                                 : table({"KEY", "ENVIRONMENT", "MEANING"}, rows, session.screen()));
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec config_keys_command() {
    return {.path = "config keys",
            .chapter = Chapter::SetUp,
            .summary = "List every key of the configuration with its variable and meaning",
            .run = run};
}

}  // namespace lockstep
