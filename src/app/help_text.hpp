// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// `lockstep --help`: what the program is for, every command, and the first examples.
std::string help_text(const std::vector<CommandSpec>& table);

/// `lockstep COMMAND --help`. For a name in front of others also what stands behind it.
std::string help_text(const std::vector<CommandSpec>& table, const CommandSpec& command);

/// "lockstep explain [OPTIONS] CONTAINER"
std::string usage_line(const std::vector<CommandSpec>& table, const CommandSpec& command);

}  // namespace lockstep
