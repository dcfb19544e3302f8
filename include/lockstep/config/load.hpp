// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/result.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Settings pass through three shapes: what each source says (everything optional, each value with its place), one
// merged set (defaults < file < environment < command line), and validated Settings in which every value is usable.
// One table of keys serves all of it: file, environment, `config show` and the documentation.

namespace lockstep {

/// The variables whose names start with LOCKSTEP_, by name. Each one must be known; an empty text value counts as not
/// set (compose files pass unset variables that way), an empty list value is the empty list.
using Environment = std::map<std::string, std::string, std::less<>>;

/// The LOCKSTEP_ variables of a null-terminated "NAME=value" array such as `environ`.
Environment lockstep_environment(const char* const* variables);

/// What the command line says over the file and the environment.
struct Overrides {
    /// --config: must exist. Without it LOCKSTEP_CONFIG names the file, and it must exist as well; without both,
    /// /etc/lockstep/config.yaml is read if it is there.
    std::optional<std::string> file;
    std::optional<std::string> engine_socket;
    std::optional<std::string> state_dir;
    std::optional<std::string> server_url;
};

inline constexpr std::string_view kDefaultConfigFile = "/etc/lockstep/config.yaml";

/// Defaults, then the file, then LOCKSTEP_… variables, then the command line; then validated, and the built-in presets
/// put behind the targets that the person wrote (a preset's target whose name the person used is left out). Errors, one
/// line each: Malformed `config-invalid` "FILE:LINE: key 'K' …; what would be right", the first one by line; NotFound
/// `config-missing` for a named file that is not there; Denied `config-unreadable`; Refused `config-unsafe` for a file
/// that others may write.
Result<Settings> load_settings(const Overrides& overrides, const Environment& environment);

/// The same from text, without environment and command line. `place` names the text in messages.
Result<Settings> parse_settings(const std::string& yaml, const std::string& place);

/// Everything that keeps load_settings from succeeding, one sentence each, by place; empty when it would succeed.
std::vector<std::string> check_settings(const Overrides& overrides, const Environment& environment);

/// The file that load_settings would read; it need not be there when nobody named it.
std::string configuration_file(const Overrides& overrides, const Environment& environment);

/// The settings anew for a program that runs with `running`. An Error leaves the running ones in force: those of
/// load_settings, and Refused `config-needs-restart` for a change of what only a start can take up (engine.socket,
/// state_dir, listen, and those of registry, proxy and trust, which are held by open connections).
Result<Settings> reload_settings(const Settings& running, const Overrides& overrides, const Environment& environment);

/// One value as it is in force, and who said so: "default", "FILE:LINE", "environment" or "command line".
struct EffectiveSetting {
    std::string key;
    std::string value;
    std::string origin;
};

/// What `config show` prints: every key of the table outside targets, in the table's order, then the keys that the
/// targets of the file set. Fails exactly where load_settings fails.
Result<std::vector<EffectiveSetting>> effective_settings(const Overrides& overrides, const Environment& environment);

/// A key of the configuration file, for documentation.
struct KnownKey {
    std::string key;          ///< "server.url"; keys of a target start with "targets[]."
    std::string environment;  ///< "LOCKSTEP_SERVER_URL"; empty for keys of targets
    std::string about;        ///< meaning and default, one sentence
};
std::vector<KnownKey> known_keys();

}  // namespace lockstep
