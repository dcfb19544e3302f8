// SPDX-License-Identifier: Apache-2.0
#include "app/http_options.hpp"

namespace lockstep {

HttpOptions http_options(const Settings& settings, ProxySettings proxies) {
    return {.ca_file = settings.registry.ca_file,
            .certificate_folders = settings.registry.certificates,
            .proxies = std::move(proxies),
            .user_agent = "lockstep/" LOCKSTEP_VERSION};
}

}  // namespace lockstep
