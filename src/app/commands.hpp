// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

#include <stop_token>

namespace lockstep {

/// Runs the command of an invocation: results on standard output, everything else on standard error.
ExitCode run_command(const Invocation& invocation, const std::stop_token& stop);

}  // namespace lockstep
