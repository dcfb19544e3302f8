// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"
#include "lockstep/report/table.hpp"

#include "app/exit_code.hpp"

#include <string>

namespace lockstep {

// Results for people (tables) and for programs (one JSON object, schema 1, described in README). Pure.

std::string show_plan(const CycleReport& report, const Screen& screen);
std::string show_once(const CycleReport& report, const Screen& screen);
std::string show_explain(const Finding& finding, const Screen& screen);
std::string show_tags(const std::string& repository, const Verdict& verdict, const Screen& screen);

std::string json_of(const std::string& command, const CycleReport& report, ExitCode code);
std::string json_of(const Finding& finding);
std::string json_of(const std::string& repository, const Verdict& verdict);
/// A failure before there was anything to report.
std::string json_of(const std::string& command, const Error& error, ExitCode code);

}  // namespace lockstep
