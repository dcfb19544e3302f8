// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Shells that completion is made for.
const std::vector<std::string>& completion_shells();

/// A script that completes commands, options and their words in one of `completion_shells()`.
std::string completion_script(const std::vector<CommandSpec>& table, std::string_view shell);

}  // namespace lockstep
