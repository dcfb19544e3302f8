// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/secret.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/net/http.hpp"

#include "registry/challenge.hpp"
#include "registry/credentials.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace lockstep {

/// One question to a registry's API.
struct RegistryQuestion {
    Repository repository;
    HttpMethod method = HttpMethod::Get;
    std::string target;  ///< "/v2/…", or an absolute URL of the same registry
    HttpHeaders headers = {};
    HttpLimits limits = {};
    bool accept_gzip = false;
    bool counts_as_pull = false;              ///< a GET of a manifest, which registries count
    std::function<BodySink()> new_sink = {};  ///< a sink for each try, since a try may break off in the middle
};

/// One question on its way: where it goes, and by what right.
struct Exchange {
    enum class Way { Unknown, Anonymous, Basic, BasicOfRobot, Bearer, Given };

    std::string host;  ///< in the words of the book
    std::string base;  ///< scheme://host[:port]
    const RegistryQuestion& question;
    const Credentials& credentials;
    const std::stop_token& stop;
    bool outer = false;  ///< the registry has a public address
    bool verify = true;  ///< its certificate counts

    Way way = Way::Unknown;
    Secret authorization = {};
    std::optional<Challenge> challenge = {};  ///< what `authorization` answers
    bool fresh = false;                       ///< its token was asked for this question
    bool several = false;                     ///< its token is good for other repositories too
    bool alone = false;                       ///< a token for several did not do
    bool waited = false;
    int renewals = 0;
};

}  // namespace lockstep
