// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/net/http.hpp"

#include <string_view>

namespace lockstep {

/// The configured proxy with its login; else those of the environment; else `proxies.default` of docker's config.json.
/// Read it before other threads start. Malformed
/// `config-invalid` when the file with the login cannot be read.
Result<ProxySettings> outgoing_proxies(const ProxyChoice& choice);

/// From two addresses and a list with commas, as environment variables have them.
ProxySettings proxies_from(std::string_view http, std::string_view https, std::string_view exceptions);

bool names_none(const ProxySettings& proxies);

}  // namespace lockstep
