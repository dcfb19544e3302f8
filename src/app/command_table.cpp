// SPDX-License-Identifier: Apache-2.0
#include "app/command_table.hpp"

#include "app/commands/commands.hpp"

namespace lockstep {

const std::vector<CommandSpec>& command_table() {
    // clang-format off
    static const std::vector<CommandSpec> kTable{
        plan_command(),
        once_command(),
        run_command(),
        status_command(),
        history_command(),
        health_command(),
        explain_command(),
        tags_command(),
        release_check_command(),
        pause_command(),
        resume_command(),
        hold_command(),
        unhold_command(),
        rollback_command(),
        retry_command(),
        handover_command(),
        completion_command(),
        manual_command(),
        version_command(),
        version_compare_command(),
        version_sort_command(),
        version_match_command(),
        version_parse_command(),
        config_command(),
        config_init_command(),
        config_check_command(),
        config_show_command(),
        config_keys_command(),
        config_presets_command(),
        doctor_command(),
        doctor_registry_command(),
    };
    // clang-format on
    return kTable;
}

const std::vector<Parameter>& global_parameters() {
    static const std::vector<Parameter> kParameters{
        {.name = "--config",
         .about = "Configuration file; without it /etc/lockstep/config.yaml, if it is there",
         .placeholder = "FILE",
         .completion = Completion::File},
        {.name = "--socket",
         .about = "Unix socket of the container engine",
         .placeholder = "PATH",
         .completion = Completion::File},
        {.name = "--state-dir",
         .about = "Where the journal lives",
         .placeholder = "FOLDER",
         .completion = Completion::Directory},
        {.name = "--server-url", .about = "URL that answers the server's version", .placeholder = "URL"},
        {.name = "--json", .about = "Print one JSON object instead of tables"},
        {.name = "--log-level",
         .about = "Log lines instead of progress, from this weight on",
         .placeholder = "LEVEL",
         .words = log_level_words()},
    };
    return kParameters;
}

const std::vector<std::string>& log_level_words() {
    static const std::vector<std::string> kWords{"debug", "info", "warning", "error"};
    return kWords;
}

}  // namespace lockstep
