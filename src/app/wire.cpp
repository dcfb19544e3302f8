// SPDX-License-Identifier: Apache-2.0
#include "app/wire.hpp"

#include "lockstep/registry/oci_registry.hpp"

namespace lockstep {

World::World(const Settings& settings)
    : http_({.ca_file = settings.registry.ca_file, .user_agent = "lockstep/" LOCKSTEP_VERSION}),
      engine_(make_docker_engine(settings.engine_socket)),
      registry_(make_oci_registry(http_, {settings.registry.docker_config, settings.registry.insecure})),
      server_(make_http_server_version(http_)),
      trust_(make_approved_digests(settings.approved)) {}

Result<std::unique_ptr<World>> World::open(const Settings& settings, JournalMode mode, std::string& notice) {
    auto journal = open_sqlite_journal(settings.state_dir, mode, notice);
    if (!journal) return std::move(journal).error();
    std::unique_ptr<World> world(new World(settings));
    world->journal_ = std::move(*journal);
    // A notebook that cannot be read is an empty one: it only saves requests.
    auto notes = world->journal_->notes();
    world->notebook_ = std::make_unique<Notebook>(notes ? std::move(*notes) : std::vector<Note>{});
    return world;
}

}  // namespace lockstep
