// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/cycle/cycle.hpp"

#include "app/doorbell.hpp"
#include "app/exit_code.hpp"
#include "app/supervisor.hpp"

#include <functional>
#include <stop_token>

namespace lockstep {

/// Reads the settings anew for a program that runs with these.
using Reload = std::function<Result<Settings>(const Settings& running)>;

/// Looks at the pace of the settings until `stop`; sooner when somebody rings, when a container that is meant starts,
/// when a move down waits for its confirmation and when an update's time has come. What an earlier run left is repaired
/// at once. A cycle that fails (the engine is away) is told once, then tried again soon. The service manager hears of
/// the start, of every look and, as long as the daemon lives, that it lives. Between two looks it takes new settings
/// when the bell rings for that; wrong ones are told and the old ones stay in force. Returns when stopped.
ExitCode run_daemon(Ports ports, Settings settings, Sink& sink, const Supervisor& manager, Doorbell& bell,
                    const Reload& reload, const std::stop_token& stop);

}  // namespace lockstep
