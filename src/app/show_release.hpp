// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/release/check.hpp"
#include "lockstep/report/table.hpp"

#include "app/exit_code.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// Refused when a check is bad, EvidenceMissing when one is unknown, else UpToDate.
ExitCode exit_code_of(const std::vector<CheckLine>& checks);

std::string show_release(const std::string& version, const std::vector<CheckLine>& checks, const Screen& screen);
std::string json_of(const std::string& version, const std::vector<CheckLine>& checks, ExitCode code);

/// "3 of 14 are not there yet: node, server:cotopaxi, …"
std::string rest_of_release(const std::vector<CheckLine>& checks);

}  // namespace lockstep
