// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/load.hpp"
#include "lockstep/report/sink.hpp"
#include "lockstep/version/policy.hpp"

#include <optional>
#include <string>
#include <variant>

namespace lockstep {

struct OnceCommand {};
struct PlanCommand {};
struct RunCommand {};
struct ExplainCommand {
    std::string container;
};
struct TagsCommand {
    std::string repository;
    std::string current;  ///< running tag; empty: only say what kind each tag is
    Policy policy = {};
    std::string server_version;  ///< for the server policies
};
struct VersionCommand {};

using Command = std::variant<OnceCommand, PlanCommand, RunCommand, ExplainCommand, TagsCommand, VersionCommand>;

/// A parsed command line.
struct Invocation {
    Command command;
    Overrides overrides;
    bool json = false;
    std::optional<LogLevel> log_level;
};

/// What to do, or the text to print and the exit code to end with (help, or a usage error with its remedy).
struct UsageEnd {
    int exit_code = 0;
    std::string text;
};
std::variant<Invocation, UsageEnd> parse_command_line(int argc, const char* const* argv);

}  // namespace lockstep
