// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.hpp"

#include <string_view>
#include <vector>

namespace lockstep {

/// Every command, in the order in which --help lists them.
const std::vector<CommandSpec>& command_table();

/// What may stand behind every command.
const std::vector<Parameter>& global_parameters();

/// The words of --log-level, from the most to the least talkative: debug, info, warning, error.
const std::vector<std::string>& log_level_words();

}  // namespace lockstep
