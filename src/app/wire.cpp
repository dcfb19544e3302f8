// SPDX-License-Identifier: Apache-2.0
#include "app/wire.hpp"

#include "lockstep/registry/oci_registry.hpp"

#include "app/http_options.hpp"
#include "app/outgoing_proxies.hpp"

namespace lockstep {

namespace {

OciRegistryOptions registry_options(const RegistrySettings& settings, Notebook& notebook) {
    OciRegistryOptions options{.docker_config = settings.docker_config};
    options.insecure = settings.insecure;
    options.mirrors = settings.mirrors;
    options.auth_hosts = settings.auth_hosts;
    options.notebook = &notebook;
    return options;
}

}  // namespace

World::World(const Settings& settings, ProxySettings proxies, std::vector<Note> notes)
    : notebook_(std::make_unique<Notebook>(std::move(notes))),
      http_(http_options(settings, std::move(proxies))),
      engine_(make_docker_engine(settings.engine_socket)),
      registry_(make_oci_registry(http_, registry_options(settings.registry, *notebook_))),
      server_(make_http_server_version(http_)),
      trust_(make_approved_digests(settings.approved)) {}

std::vector<WalkStep> World::walk(const Settings& settings, const Repository& repository, const std::string& tag,
                                  const Platform& platform, const std::stop_token& stop) {
    return walk_registry(http_, registry_options(settings.registry, *notebook_), repository, tag, platform, stop);
}

Result<std::unique_ptr<World>> World::open(const Settings& settings, JournalMode mode, std::string& notice) {
    auto journal = open_sqlite_journal(settings.state_dir, mode, notice);
    if (!journal) return std::move(journal).error();
    auto proxies = outgoing_proxies(settings.proxy);
    if (!proxies) return std::move(proxies).error();
    // A notebook that cannot be read is an empty one: it only saves requests.
    auto notes = (*journal)->notes();
    std::unique_ptr<World> world(
        new World(settings, *std::move(proxies), notes ? std::move(*notes) : std::vector<Note>{}));
    world->journal_ = std::move(*journal);
    return world;
}

}  // namespace lockstep
