// SPDX-License-Identifier: Apache-2.0
#include "app/registry_reach.hpp"

#include "lockstep/engine/engine_network.hpp"

#include "app/http_options.hpp"
#include "app/outgoing_proxies.hpp"

namespace lockstep {

RegistryReach registry_reach(const Settings& settings, const ProxySettings& proxies, const std::stop_token& stop) {
    RegistryReach reach{.http = http_options(settings, proxies),
                        .registry = {.docker_config = settings.registry.docker_config,
                                     .insecure = settings.registry.insecure,
                                     .mirrors = settings.registry.mirrors,
                                     .auth_hosts = settings.registry.auth_hosts}};
    const auto engine = engine_network(settings.engine_socket, stop);
    if (!engine) return reach;
    auto& insecure = reach.registry.insecure;
    insecure.insert(insecure.end(), engine->insecure.begin(), engine->insecure.end());
    if (reach.registry.mirrors.empty()) reach.registry.mirrors = engine->mirrors;
    if (names_none(proxies))
        reach.http.proxies = proxies_from(engine->http_proxy, engine->https_proxy, engine->no_proxy);
    return reach;
}

}  // namespace lockstep
