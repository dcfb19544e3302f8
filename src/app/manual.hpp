// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.hpp"

#include <string>
#include <vector>

namespace lockstep {

// The manual pages, in the man(7) macros, made from the table of commands.

/// lockstep(1): what the program is for, its commands, options, files and exit codes.
std::string manual_page(const std::vector<CommandSpec>& table);

/// lockstep-COMMAND(1)
std::string manual_page(const std::vector<CommandSpec>& table, const CommandSpec& command);

}  // namespace lockstep
