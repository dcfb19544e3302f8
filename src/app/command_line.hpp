// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/load.hpp"
#include "lockstep/report/sink.hpp"

#include "app/command.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lockstep {

/// A parsed command line.
struct Invocation {
    const CommandSpec* command = nullptr;  ///< of the table that was parsed against
    Arguments arguments;
    Overrides overrides = {};
    bool json = false;
    std::optional<LogLevel> log_level = {};
};

/// The text to print and the exit code to end with: help, or a usage error with its remedy.
struct UsageEnd {
    int exit_code = 0;
    std::string text;
};

/// What the words mean by the table, which must outlive the result. `argv` is that of main().
std::variant<Invocation, UsageEnd> parse_command_line(const std::vector<CommandSpec>& table, int argc,
                                                      const char* const* argv);

}  // namespace lockstep
