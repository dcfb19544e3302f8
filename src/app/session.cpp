// SPDX-License-Identifier: Apache-2.0
#include "app/session.hpp"

#include "lockstep/core/format.hpp"

#include "app/show.hpp"

#include <unistd.h>

#include <cstdio>

namespace lockstep {

Screen Session::screen() const {
    return screen_of(stdout);
}

void Session::print(const std::string& text) const {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void Session::tell(const std::string& text) const {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

ExitCode Session::fail(const Error& error) const {
    const ExitCode code = exit_code_of(error);
    tell(format("lockstep: {}\n", error.text()));
    if (json()) print(json_of(command(), error, code));
    return code;
}

std::unique_ptr<Sink> Session::progress(LogLevel least) const {
    const bool person = isatty(STDERR_FILENO) != 0 && !invocation_.log_level;
    if (person) return make_console_sink(stderr);
    return make_log_sink(invocation_.log_level.value_or(least));
}

ExitCode Session::with_world(JournalMode mode, LogLevel least, const std::function<ExitCode(OpenWorld)>& use) const {
    const auto settings = load_settings(overrides(), lockstep_environment(environ));
    if (!settings) return fail(settings.error());
    const auto sink = progress(least);
    std::string notice;
    const auto world = World::open(*settings, mode, notice);
    if (!world) return fail(world.error());
    if (!notice.empty()) sink->take(Notice{Notice::Level::Warning, notice});
    return use({**world, *settings, *sink});
}

}  // namespace lockstep
