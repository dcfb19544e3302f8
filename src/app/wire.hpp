// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/clock.hpp"
#include "lockstep/core/notebook.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/cycle/cycle.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/registry_walk.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lockstep {

/// The whole program's outside world, made of real adapters. The only place that names them.
class World {
  public:
    /// Opens the journal in `mode`; `notice` says what a person should know of it (a damaged file was put aside).
    static Result<std::unique_ptr<World>> open(const Settings& settings, JournalMode mode, std::string& notice);

    Ports ports() { return {*engine_, *registry_, *server_, *trust_, *journal_, clock_, *notebook_}; }

    /// `doctor registry`: the way to a repository, by the settings that the world was opened with.
    std::vector<WalkStep> walk(const Settings& settings, const Repository& repository, const std::string& tag,
                               const Platform& platform, const std::stop_token& stop);

  private:
    World(const Settings& settings, ProxySettings proxies, std::vector<Note> notes);

    SystemClock clock_;
    std::unique_ptr<Notebook> notebook_;
    HttpClient http_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<Registry> registry_;
    std::unique_ptr<ServerVersion> server_;
    std::unique_ptr<Trust> trust_;
    std::unique_ptr<Journal> journal_;
};

}  // namespace lockstep
