// SPDX-License-Identifier: Apache-2.0
#include "app/wire.hpp"

#include "app/http_options.hpp"
#include "app/outgoing_proxies.hpp"
#include "app/registry_reach.hpp"

namespace lockstep {

World::World(const Settings& settings, const ProxySettings& proxies, std::vector<Note> notes, Sink& sink)
    : notebook_(std::make_unique<Notebook>(std::move(notes))),
      reach_([settings, proxies, &sink, this](const std::stop_token& stop) {
          RegistryReach reach = registry_reach(settings, proxies, stop);
          reach.registry.notebook = notebook_.get();
          reach.registry.notice = [&sink](const std::string& sentence) {
              sink.take(Notice{Notice::Level::Warning, sentence});
          };
          return reach;
      }),
      server_http_(http_options(settings, proxies)),
      engine_(make_docker_engine(settings.engine_socket)),
      registry_(reach_),
      server_(make_http_server_version(server_http_)),
      trust_(make_approved_digests(settings.approved)) {}

std::vector<WalkStep> World::walk(const Repository& repository, const std::string& tag, const Platform& platform,
                                  const std::stop_token& stop) {
    const RegistryReach reach = reach_(stop);
    HttpClient http(reach.http);
    return walk_registry(http, reach.registry, repository, tag, platform, stop);
}

Result<std::unique_ptr<World>> World::open(const Settings& settings, JournalMode mode, Sink& sink) {
    std::string notice;
    auto journal = open_sqlite_journal(settings.state_dir, mode, notice);
    if (!journal) return std::move(journal).error();
    if (!notice.empty()) sink.take(Notice{Notice::Level::Warning, notice});
    auto proxies = outgoing_proxies(settings.proxy);
    if (!proxies) return std::move(proxies).error();
    // A notebook that cannot be read is an empty one: it only saves requests.
    auto notes = (*journal)->notes();
    std::unique_ptr<World> world(new World(settings, *proxies, notes ? std::move(*notes) : std::vector<Note>{}, sink));
    world->journal_ = std::move(*journal);
    return world;
}

}  // namespace lockstep
