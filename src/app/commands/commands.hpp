// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.hpp"

// One function per file of this folder; the table in app/command_table.cpp puts them in order.

namespace lockstep {

CommandSpec plan_command();
CommandSpec once_command();
CommandSpec run_command();
CommandSpec status_command();
CommandSpec history_command();
CommandSpec health_command();
CommandSpec explain_command();
CommandSpec tags_command();
CommandSpec release_check_command();
CommandSpec pause_command();
CommandSpec resume_command();
CommandSpec hold_command();
CommandSpec unhold_command();
CommandSpec rollback_command();
CommandSpec retry_command();
CommandSpec handover_command();
CommandSpec completion_command();
CommandSpec manual_command();
CommandSpec version_command();
CommandSpec doctor_command();
CommandSpec doctor_registry_command();
CommandSpec version_compare_command();
CommandSpec version_sort_command();
CommandSpec version_match_command();
CommandSpec version_parse_command();
CommandSpec config_command();
CommandSpec config_init_command();
CommandSpec config_check_command();
CommandSpec config_show_command();
CommandSpec config_keys_command();
CommandSpec config_presets_command();

}  // namespace lockstep
