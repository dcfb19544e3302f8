// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/cycle/cycle.hpp"

#include "app/exit_code.hpp"

#include <stop_token>

namespace lockstep {

/// One cycle every interval until `stop`; sooner when a move down waits for its confirmation. A cycle that fails (the
/// engine is away) is told once, then tried again at the next interval. Returns when stopped.
ExitCode run_daemon(Ports ports, const Settings& settings, Sink& sink, const std::stop_token& stop);

}  // namespace lockstep
