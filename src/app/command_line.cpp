// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/version/policy_words.hpp"

#include "exit_code.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <sstream>

namespace lockstep {
namespace {

constexpr const char* kAbout =
    "Keeps the containers of this node in step with their release line: asks the registry which images exist and the\n"
    "application server which version it runs, picks the highest compatible image, and replaces the running container\n"
    "without losing it, its settings or its data.\n";

constexpr const char* kFooter =
    "Examples:\n"
    "  lockstep plan                          what would happen, and why; changes nothing\n"
    "  lockstep once                          look once, act once; the check after a restart\n"
    "  lockstep run                           look every interval (systemd service, sidecar)\n"
    "  lockstep explain vantage6-demo-user    every tag of its repository, taken or not, and why\n"
    "  lockstep tags registry.example/node --current 4.1.0 --policy server-minor --server-version 4.2.0\n"
    "\n"
    "Exit codes:\n"
    "   0 up to date           20 refused: a person decides   30 engine unreachable\n"
    "  10 updated              21 rolled back                 31 configuration or command line\n"
    "  11 would update (plan)  22 waits, blocked or stopped   32 already running\n"
    "                          23 evidence missing            33 stuck: a person must look; 70 internal\n";

/// The option values as CLI11 fills them in.
struct Raw {
    Overrides overrides;
    bool json = false;
    std::string log_level;
    std::string container;
    TagsCommand tags;
    std::string policy;
};

const std::map<std::string, LogLevel> kLogLevels{
    {"debug", LogLevel::Debug}, {"info", LogLevel::Info}, {"warning", LogLevel::Warning}, {"error", LogLevel::Error}};

template <typename Value>
std::vector<std::string> keys_of(const std::map<std::string, Value>& map) {
    std::vector<std::string> keys;
    for (const auto& entry : map) keys.push_back(entry.first);
    return keys;
}

void add_global_options(CLI::App& app, Raw& raw) {
    app.add_option("--config", raw.overrides.file,
                   "Configuration file (default: /etc/lockstep/config.yaml if present)");
    app.add_option("--socket", raw.overrides.engine_socket, "Unix socket of the container engine");
    app.add_option("--state-dir", raw.overrides.state_dir, "Where the journal lives");
    app.add_option("--server-url", raw.overrides.server_url, "URL that answers the server's version");
    app.add_flag("--json", raw.json, "Print one JSON object instead of tables");
    app.add_option("--log-level", raw.log_level, "Least weight of log lines: debug, info, warning, error")
        ->check(CLI::IsMember(keys_of(kLogLevels)));
}

void add_commands(CLI::App& app, Raw& raw) {
    app.add_subcommand("once", "Look once and act: repair, look, decide, swap, report");
    app.add_subcommand("plan", "Say what `once` would do and why; writes nothing, pulls nothing");
    app.add_subcommand("run", "Stay and do `once` every interval, until SIGTERM");
    auto* explain = app.add_subcommand("explain", "Say for every tag why a container would take it or not");
    explain->add_option("CONTAINER", raw.container, "Name or id of a container")->required();
    auto* tags = app.add_subcommand("tags", "List a repository's tags, what kind each is and which one would be taken");
    tags->add_option("REPOSITORY", raw.tags.repository, "For instance registry.example/team/node")->required();
    tags->add_option("--current", raw.tags.current, "Tag that is assumed to run");
    tags->add_option("--policy", raw.policy,
                     "same-major (default), same-minor, server-minor, server-exact, range, pin");
    tags->add_option("--server-version", raw.tags.server_version, "Version that the server is assumed to run");
    app.add_subcommand("version", "Print this program's version");
}

UsageEnd usage_error(const std::string& what) {
    return {static_cast<int>(ExitCode::Configuration), format("lockstep: {} - see 'lockstep --help'\n", what)};
}

std::variant<Invocation, UsageEnd> invocation_of(const CLI::App& app, Raw& raw) {
    Invocation result{.command = OnceCommand{}, .overrides = raw.overrides, .json = raw.json, .log_level = {}};
    if (!raw.log_level.empty()) result.log_level = kLogLevels.at(raw.log_level);
    if (app.got_subcommand("plan")) result.command = PlanCommand{};
    if (app.got_subcommand("run")) result.command = RunCommand{};
    if (app.got_subcommand("explain")) result.command = ExplainCommand{raw.container};
    if (app.got_subcommand("version")) result.command = VersionCommand{};
    if (app.got_subcommand("tags")) {
        if (!raw.policy.empty()) {
            const auto kind = policy_kind_of(raw.policy);
            if (!kind) {
                return usage_error(
                    format("--policy '{}' is not one of same-major, same-minor, server-minor, "
                           "server-exact, range, pin",
                           raw.policy));
            }
            raw.tags.policy.kind = *kind;
        }
        result.command = raw.tags;
    }
    return result;
}

}  // namespace

std::variant<Invocation, UsageEnd> parse_command_line(int argc, const char* const* argv) {
    CLI::App app{kAbout, "lockstep"};
    Raw raw;
    app.footer(kFooter);
    app.require_subcommand(1);
    app.fallthrough();
    add_global_options(app, raw);
    add_commands(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        std::ostringstream text;
        app.exit(help, text, text);
        return UsageEnd{0, text.str()};
    } catch (const CLI::ParseError& error) {
        return usage_error(argc < 2 ? "a command is needed: once, plan, run, explain, tags or version" : error.what());
    }
    return invocation_of(app, raw);
}

}  // namespace lockstep
