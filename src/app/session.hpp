// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"
#include "lockstep/report/table.hpp"

#include "app/command_line.hpp"
#include "app/exit_code.hpp"
#include "app/signals.hpp"
#include "app/wire.hpp"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace lockstep {

/// What a command works with: settings, the world they open, and where progress goes.
struct OpenWorld {
    World& world;
    const Settings& settings;
    Sink& sink;
};

/// One run of the program, from its command line to its exit code: results on standard output, everything else on
/// standard error.
class Session {
  public:
    /// Both outlive it.
    Session(const Invocation& invocation, StopSignals& signals)
        : invocation_(invocation), signals_(signals), stop_(signals.token()) {}

    ExitCode run() { return invocation_.command->run(*this); }

    const Arguments& arguments() const { return invocation_.arguments; }
    const Overrides& overrides() const { return invocation_.overrides; }
    /// "plan", "version compare"
    const std::string& command() const { return invocation_.command->path; }
    bool json() const { return invocation_.json; }
    const std::stop_token& stop() const { return stop_; }
    StopSignals& signals() const { return signals_; }
    /// The screen behind standard output.
    Screen screen() const;

    /// Prints a result.
    void print(const std::string& text) const;

    /// Says something beside the result, on standard error.
    void tell(const std::string& text) const;

    /// Tells what went wrong, in JSON too if that was asked for, and gives the exit code for it.
    ExitCode fail(const Error& error) const;

    /// Where progress goes. `least` is the weight of log lines where nobody watches; a person at a terminal sees
    /// progress instead.
    std::unique_ptr<Sink> progress(LogLevel least) const;

    /// Loads the settings, opens the world and lends both to `use`. `least`: as for `progress`.
    ExitCode with_world(JournalMode mode, LogLevel least, const std::function<ExitCode(OpenWorld)>& use) const;

  private:
    const Invocation& invocation_;
    StopSignals& signals_;
    std::stop_token stop_;
};

}  // namespace lockstep
