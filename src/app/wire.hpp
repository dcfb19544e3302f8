// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/clock.hpp"
#include "lockstep/core/notebook.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/cycle/cycle.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/registry_walk.hpp"
#include "lockstep/report/sink.hpp"

#include "app/late_registry.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lockstep {

/// The whole program's outside world, made of real adapters. The only place that names them.
class World {
  public:
    /// Opens the journal in `mode`. `sink` hears what a person should know: that a damaged journal was put aside, and,
    /// from any thread, oddities of registries. It must outlive this.
    static Result<std::unique_ptr<World>> open(const Settings& settings, JournalMode mode, Sink& sink);

    Ports ports() { return {*engine_, registry_, *server_, *trust_, *journal_, clock_, *notebook_}; }

    /// `doctor registry`: the way to a repository, by the settings that the world was opened with.
    std::vector<WalkStep> walk(const Repository& repository, const std::string& tag, const Platform& platform,
                               const std::stop_token& stop);

  private:
    World(const Settings& settings, const ProxySettings& proxies, std::vector<Note> notes, Sink& sink);

    SystemClock clock_;
    std::unique_ptr<Notebook> notebook_;
    LateRegistry::Reach reach_;
    HttpClient server_http_;
    std::unique_ptr<Engine> engine_;
    LateRegistry registry_;
    std::unique_ptr<ServerVersion> server_;
    std::unique_ptr<Trust> trust_;
    std::unique_ptr<Journal> journal_;
};

}  // namespace lockstep
