// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/net/http.hpp"

namespace lockstep {

/// The configured proxy with its login, or those of the environment when none is configured. Malformed
/// `config-invalid` when the file with the login cannot be read.
Result<ProxySettings> outgoing_proxies(const ProxyChoice& choice);

}  // namespace lockstep
