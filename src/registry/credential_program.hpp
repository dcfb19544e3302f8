// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/image/reference.hpp"

#include "registry/credentials.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace lockstep {

/// Where helpers are looked for, and how long one may take. The path is fixed: that of whoever started us may lead
/// anywhere.
struct HelperRules {
    std::string path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    std::chrono::milliseconds limit{10'000};
};

/// Asks `docker-credential-NAME get` for the login of a registry (the protocol of docker-credential-helpers: the server
/// on standard input, {"ServerURL","Username","Secret"} on standard output). Nothing when the helper knows none;
/// NotFound `helper-missing` when it is not installed; Malformed `credentials-invalid` when it fails, answers
/// something else or takes too long. What it writes to standard error is not shown: it may hold secrets.
Result<std::optional<Credentials>> ask_helper(const std::string& name, const Repository& repository,
                                              const HelperRules& rules, const std::stop_token& stop);

}  // namespace lockstep
