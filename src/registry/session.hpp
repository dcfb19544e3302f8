// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include "registry/challenge.hpp"
#include "registry/credentials.hpp"
#include "registry/token.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// One question to a registry's API.
struct RegistryQuestion {
    Repository repository;
    HttpMethod method = HttpMethod::Get;
    std::string target;  ///< "/v2/…", or an absolute URL of the same registry
    HttpHeaders headers = {};
    HttpLimits limits = {};
    bool accept_gzip = false;
};

/// Speaks to registries on behalf of the client: chooses https or http, answers challenges (at most once per
/// question), follows redirects by hand without taking credentials along, and repeats a question once when the
/// connection broke. Remembers per host what worked. Safe to use from several threads.
class RegistrySession {
  public:
    RegistrySession(HttpClient& http, const Clock& clock, const CredentialFile& credentials,
                    const std::vector<std::string>& insecure);

    /// Any status is success; the `url` of the answer is the one that gave it.
    Result<HttpResponse> ask(const RegistryQuestion& question, const std::stop_token& stop);

  private:
    struct Exchange;  ///< the state of one question

    Result<HttpResponse> ask_at(const std::string& base, const RegistryQuestion& question,
                                const Credentials& credentials, const std::stop_token& stop);
    Result<HttpResponse> answered(Exchange& exchange, HttpResponse first);
    Result<HttpResponse> follow(Exchange& exchange);
    Result<HttpResponse> send(Exchange& exchange, HttpRequest request);
    Result<bool> authorise(Exchange& exchange, const Challenge& challenge);
    Result<std::vector<Challenge>> offered(Exchange& exchange, const HttpResponse& answer);
    std::vector<std::string> schemes_for(const std::string& host);
    std::optional<Challenge> remembered(const std::string& base);

    HttpClient& http_;
    const CredentialFile& credentials_;
    std::set<std::string> insecure_;
    TokenSource tokens_;
    std::mutex mutex_;
    std::map<std::string, std::string> scheme_;    ///< by host
    std::map<std::string, Challenge> challenges_;  ///< by base URL
};

}  // namespace lockstep
