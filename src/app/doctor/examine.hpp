// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/load.hpp"
#include "lockstep/inventory/workload.hpp"

#include "app/doctor/findings.hpp"
#include "app/wire.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

// What `doctor` looks at, one file each. Nothing here changes anything anywhere.

namespace lockstep {

/// Which file counts, and everything that is wrong with it.
void examine_configuration(const Overrides& overrides, const Environment& environment, Findings& findings);

/// Socket, version of the API, and whether a filter in front of it lets the requests of an update through. False when
/// the engine does not answer.
bool examine_engine(Engine& engine, const std::string& socket, Findings& findings);

/// The container that this program runs in: known to this very engine, and with a state directory that outlives it.
/// Nothing outside of one.
void examine_own_container(Engine& engine, const std::string& own_id, const std::string& state_dir, Findings& findings);

/// The way to each repository that a container here comes from.
void examine_registries(World& world, const std::vector<Workload>& workloads, const std::stop_token& stop,
                        Findings& findings);

/// Each server that a container here follows.
void examine_servers(ServerVersion& server, const std::vector<Workload>& workloads, const std::stop_token& stop,
                     Findings& findings);

/// Time as another machine told it.
struct ForeignTime {
    std::string who;
    WallTime time{};
};

/// What the clocks of those registries and servers say, as far as they tell; 5 s each at most.
std::vector<ForeignTime> ask_the_time(const Settings& settings, const std::vector<Workload>& workloads,
                                      const std::stop_token& stop);

/// This machine's clock against theirs, and against the time of the last look, which cannot lie in the future.
void examine_clock(WallTime now, const std::vector<ForeignTime>& others, const std::optional<WallTime>& last_look,
                   Findings& findings);

}  // namespace lockstep
