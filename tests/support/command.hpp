// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace lockstep {

/// How a program ended and what it wrote to both of its outputs.
struct CommandResult {
    int status = -1;  ///< exit status, or 128 + signal
    std::string output;
};

/// Starts a program without a shell, its outputs going to `log` (created, appended). Not waited for.
pid_t start_command(const std::vector<std::string>& command, const std::string& log);

/// Runs a program to its end.
CommandResult run_command(const std::vector<std::string>& command);

}  // namespace lockstep
