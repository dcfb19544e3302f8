// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include "registry/authoriser.hpp"
#include "registry/credential_store.hpp"
#include "registry/host_book.hpp"
#include "registry/host_gate.hpp"
#include "registry/insecure_hosts.hpp"
#include "registry/question.hpp"
#include "registry/secret_filter.hpp"
#include "registry/token.hpp"

#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// Speaks to registries on behalf of the client: chooses https or http and the mirror, answers challenges, follows
/// redirects by hand without taking credentials along, repeats what failed for a passing reason, and leaves a host
/// alone that asked for it. Remembers per host what worked. Safe to use from several threads.
class RegistrySession {
  public:
    /// `options` must outlive it.
    RegistrySession(HttpClient& http, Clock& clock, CredentialStore& credentials, HostBook& book,
                    const OciRegistryOptions& options);

    void expect(const std::set<Repository>& repositories) { rights_.expect(repositories); }

    /// Any status is success; the `url` of the answer is the one that gave it.
    Result<HttpResponse> ask(const RegistryQuestion& question, const std::stop_token& stop);

    HostBook& book() { return book_; }

    /// The same words without what was sent to any registry; for whatever leaves this client.
    std::string clean(std::string text) const { return sent_.clean(std::move(text)); }
    Error clean(Error error) const { return sent_.clean(std::move(error)); }

  private:
    Result<HttpResponse> ask_mirrors(const RegistryQuestion& question, const std::stop_token& stop);
    Result<HttpResponse> ask_patiently(const std::string& host, const std::vector<std::string>& bases,
                                       const RegistryQuestion& question, const std::stop_token& stop);
    Result<HttpResponse> ask_bases(const std::string& host, const std::vector<std::string>& bases,
                                   const RegistryQuestion& question, const Credentials& credentials,
                                   const std::stop_token& stop);
    Result<HttpResponse> ask_at(Exchange exchange);
    Result<HttpResponse> follow(const Exchange& exchange);
    Result<HttpResponse> send(const Exchange& exchange, const HttpRequest& request);
    Result<std::vector<Challenge>> offered(const Exchange& exchange, const HttpResponse& answer);
    std::vector<std::string> bases_for(const std::string& host) const;
    /// Tells what a person should know of an answer, or of how it was asked for.
    void remark(const Exchange& exchange, const HttpResponse& answer) const;
    bool is_outer(const std::string& base);

    HttpClient& http_;
    Clock& clock_;
    CredentialStore& credentials_;
    HostBook& book_;
    const OciRegistryOptions& options_;
    const InsecureHosts insecure_;
    SecretFilter sent_;
    RealmRules realms_;
    HostGate gate_;
    TokenSource tokens_;
    Authoriser rights_;
    std::mutex mutex_;
    std::map<std::string, bool> outer_;  ///< by base URL: it has a public address
};

}  // namespace lockstep
