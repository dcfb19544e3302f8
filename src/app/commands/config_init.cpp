// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"
#include "lockstep/config/node_file.hpp"
#include "lockstep/config/presets.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/inventory/node_config.hpp"
#include "lockstep/inventory/workload.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"
#include "app/starting_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace lockstep {
namespace {

/// What its own configuration says, or why that cannot be had.
std::string server_of(Engine& engine, const Container& container) {
    const auto config = node_config_of(container);
    if (!config) return "not known: neither its command nor its label `name` tells where its configuration is";
    const auto text = read_file(engine, container.id, config->path, kMostNodeFile);
    if (!text) return format("not known: {}", text.error().message);
    const auto address = version_address_in(*text, config->path, config->environment);
    return address ? format("{} (says {})", *address, config->path) : format("not known: {}", address.error().message);
}

FoundContainer found_container(Engine& engine, const Container& container) {
    FoundContainer found{.name = container.name, .image = container.reference};
    for (const Preset& preset : known_presets()) {
        const auto targets = preset.targets();
        const Target* target = target_for(container, targets);
        if (target == nullptr) continue;
        found.target = target->name;
        found.preset = preset.name;
        found.by_default = preset.by_default;
        if (target->server_of_node) found.server = server_of(engine, container);
        break;
    }
    return found;
}

Result<std::vector<FoundContainer>> look_around(Engine& engine) {
    const auto listed = engine.containers();
    if (!listed) return listed.error();
    std::vector<FoundContainer> found;
    for (const ContainerSummary& summary : *listed) {
        const auto container = engine.inspect(summary.id.text());
        if (!container && container.error().kind == ErrorKind::NotFound) continue;
        if (!container) return container.error();
        if (container->running()) found.push_back(found_container(engine, *container));
    }
    std::ranges::sort(found, {}, &FoundContainer::name);
    return found;
}

Error not_written(const std::string& path, int code) {
    if (code == EEXIST)
        return {.kind = ErrorKind::Refused,
                .code = "config-exists",
                .message = format("{}: there is a file already", path),
                .remedy = "name another one, or write over it with --force"};
    return {.kind = ErrorKind::Denied,
            .code = "config-unwritable",
            .message = format("{}: the file cannot be written", path),
            .remedy = "name a place where this user may write",
            .origin = std::strerror(code)};
}

Result<void> write_file(const std::string& path, const std::string& text, bool force) {
    const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (force ? O_TRUNC : O_EXCL);
    const int file = open(path.c_str(), flags, 0644);
    if (file < 0) return not_written(path, errno);
    const ssize_t written = write(file, text.data(), text.size());
    const int code = written < 0 ? errno : ENOSPC;
    const bool whole = written == static_cast<ssize_t>(text.size());
    return close(file) == 0 && whole ? Result<void>() : Result<void>(not_written(path, code));
}

/// A draft is how a person gets away from a wrong file, so that one does not stand in its way: then the defaults count,
/// and the engine that command line or environment names.
Settings settings_to_look_with(const Session& session) {
    const Environment environment = lockstep_environment(environ);
    auto settings = load_settings(session.overrides(), environment);
    if (settings) return std::move(*settings);
    session.tell(format("lockstep: left aside: {}\n", settings.error().text()));
    Settings defaults;
    if (const auto named = environment.find("LOCKSTEP_ENGINE_SOCKET"); named != environment.end())
        defaults.engine_socket = named->second;
    defaults.engine_socket = session.overrides().engine_socket.value_or(defaults.engine_socket);
    return defaults;
}

ExitCode run(Session& session) {
    const auto sink = make_log_sink(LogLevel::Warning);
    const auto world = World::open(settings_to_look_with(session), JournalMode::ReadOnly, *sink);
    if (!world) return session.fail(world.error());
    const auto found = look_around((*world)->ports().engine);
    if (!found) return session.fail(found.error());
    const std::string text = starting_file(*found);
    const std::string path = session.arguments().text("FILE");
    if (path.empty()) {
        session.print(text);
        return ExitCode::UpToDate;
    }
    if (auto written = write_file(path, text, session.arguments().given("--force")); !written)
        return session.fail(written.error());
    session.print(format("{} is written; next: lockstep --config {} plan\n", path, path));
    return ExitCode::UpToDate;
}

}  // namespace

CommandSpec config_init_command() {
    return {.path = "config init",
            .chapter = Chapter::SetUp,
            .summary = "Draft a commented configuration from what is found on this host",
            .details =
                "Looks at the containers, the built-in rules that mean them, and the servers that vantage6 nodes "
                "belong to. Without FILE the draft is printed.",
            .parameters = {{.name = "FILE", .about = "Where to write it", .completion = Completion::File},
                           {.name = "--force", .about = "Write over a file that is there"}},
            .examples = {{"config init /etc/lockstep/config.yaml", "once, before the first `lockstep plan`"}},
            .run = run};
}

}  // namespace lockstep
