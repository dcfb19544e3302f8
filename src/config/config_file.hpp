// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// The text of a configuration file, at most a little more than what is taken, so that a huge one is refused without
/// being read. Nothing when there is no file at `path`. Denied `config-unreadable`; Malformed `config-invalid` for a
/// folder, a device or a pipe; Refused `config-unsafe` when it or its folder can be written by others.
Result<std::optional<std::string>> read_config_file(const std::string& path);

}  // namespace lockstep
