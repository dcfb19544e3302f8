// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "lockstep/config/settings.hpp"
#include "lockstep/core/result.hpp"

namespace lockstep {

/// Reads an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// What the command line says over the file and the environment.
struct Overrides {
    std::optional<std::string> file;  ///< --config: must exist; without it /etc/lockstep/config.yaml may be absent
    std::optional<std::string> engine_socket;
    std::optional<std::string> state_dir;
    std::optional<std::string> server_url;
};

/// Defaults, then the file, then LOCKSTEP_… variables, then the command line; then validated, and the built-in presets
/// put behind the targets that the person wrote. Malformed `config-invalid` with file, line, key and what would be
/// right; NotFound `config-missing` for a file named on the command line that is not there.
Result<Settings> load_settings(const Overrides& overrides, const Environment& environment);

/// The same from text, for tests and `config check`. `place` names it in messages.
Result<Settings> parse_settings(const std::string& yaml, const std::string& place);

}  // namespace lockstep
