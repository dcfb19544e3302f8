// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

#include "command_line.hpp"
#include "exit_code.hpp"

namespace lockstep {

/// Runs the command of an invocation: results on standard output, everything else on standard error.
ExitCode run_command(const Invocation& invocation, const std::stop_token& stop);

}  // namespace lockstep
