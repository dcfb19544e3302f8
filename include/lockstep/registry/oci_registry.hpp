// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/notebook.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/registry.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// How long questions may take, and how insistently they are repeated.
struct RegistryPace {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds short_answer{20'000};  ///< HEAD and token
    std::chrono::milliseconds long_answer{120'000};  ///< one page of tags, a manifest
    std::chrono::milliseconds listing{300'000};      ///< all pages of one tag list
    std::chrono::seconds low_speed{20};              ///< below 100 B/s for this long ends it
    int tries = 3;                                   ///< of one question that failed for a passing reason
    std::chrono::milliseconds retry_base{1000};      ///< the pause before the second try is random, up to this
    std::chrono::milliseconds longest_wait{5000};    ///< a Retry-After up to this is waited for in place
    std::chrono::milliseconds circuit{30'000};       ///< a host that is down is left alone so long, doubling to 6 h
    std::chrono::milliseconds skew_wait{1000};       ///< before a token that is not valid yet is shown once more
};

struct OciRegistryOptions {
    /// Docker `config.json` with credentials, asked before the usual places ($DOCKER_AUTH_CONFIG, docker login, podman
    /// login, ~/.dockercfg). A missing file means anonymous.
    std::string docker_config = {};
    /// Hosts (host[:port]) whose certificate is not checked and that may be spoken to in plain HTTP; 127.0.0.0/8, ::1
    /// and localhost may always be spoken to in plain HTTP.
    std::vector<std::string> insecure = {};
    /// Base URLs asked before Docker Hub.
    std::vector<std::string> mirrors = {};
    /// Registry host and the other host that its logins may be sent to for tokens.
    std::vector<std::pair<std::string, std::string>> auth_hosts = {};
    /// Where credential helpers (docker-credential-…) are looked for.
    std::string helper_path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    RegistryPace pace = {};
    /// What was learnt and saves requests; without one it is forgotten with the client. Must outlive it.
    Notebook* notebook = nullptr;
    /// Told once each: oddities of a registry that change nothing.
    std::function<void(const std::string& sentence)> notice = {};
    /// The machine's clock when there is none. Must outlive the client.
    Clock* clock = nullptr;
};

/// OCI distribution-spec client: tag lists with Link paging, conditional HEAD and GET of manifests with the full Accept
/// list and own digest check, Basic and Bearer challenges. `http` must outlive it.
std::unique_ptr<Registry> make_oci_registry(HttpClient& http, OciRegistryOptions options);

}  // namespace lockstep
