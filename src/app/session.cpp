// SPDX-License-Identifier: Apache-2.0
#include "app/session.hpp"

#include "lockstep/core/format.hpp"

#include "app/show.hpp"

#include <unistd.h>

#include <cstdio>
#include <mutex>

namespace lockstep {
namespace {

/// Lets events in one after the other: the client of registries tells what it notices from threads of its own.
class OneAtATime final : public Sink {
  public:
    explicit OneAtATime(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}

    void take(const Event& event) override {
        const std::lock_guard lock(mutex_);
        sink_->take(event);
    }

  private:
    std::mutex mutex_;
    const std::unique_ptr<Sink> sink_;
};

}  // namespace

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
    return std::make_unique<OneAtATime>(person ? make_console_sink(stderr)
                                               : make_log_sink(invocation_.log_level.value_or(least)));
}

ExitCode Session::with_world(JournalMode mode, LogLevel least, const std::function<ExitCode(OpenWorld)>& use) const {
    const auto settings = load_settings(overrides(), lockstep_environment(environ));
    if (!settings) return fail(settings.error());
    const auto sink = progress(least);
    const auto world = World::open(*settings, mode, *sink);
    if (!world) return fail(world.error());
    return use({**world, *settings, *sink});
}

}  // namespace lockstep
