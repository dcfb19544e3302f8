// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/net/http.hpp"

#include "registry/challenge.hpp"
#include "registry/credentials.hpp"
#include "registry/host_gate.hpp"
#include "registry/realm.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// For whom and for what a token is asked.
struct TokenWish {
    std::string host;          ///< of the registry, for limits
    std::string registry_url;  ///< the URL that was challenged
    Challenge challenge;
    std::string scope;                ///< built by us; the registry's own wish is not repeated
    std::vector<std::string> others;  ///< scopes that will be wanted soon, to be had with the same token
    Credentials credentials;
    bool registry_is_outer = false;  ///< it has a public address, so its realm must have one too
};

/// Bearer tokens (distribution's token and OAuth2 flows), kept until shortly before they expire. Several threads that
/// want the same token cause one request. A refusal of credentials is kept until they change, so that a wrong password
/// does not lock an account.
class TokenSource {
  public:
    TokenSource(HttpClient& http, const Clock& clock, HostGate& gate, const RealmRules& realms,
                const RegistryPace& pace)
        : http_(http), clock_(clock), gate_(gate), realms_(realms), pace_(pace) {}

    struct Token {
        Secret header;         ///< "Bearer …"
        bool fresh = false;    ///< asked for this call
        bool several = false;  ///< good for more scopes than the one wished for
        std::string odd = {};  ///< an oddity worth telling
    };

    /// `refused`: the header that the registry has just rejected; a kept token equal to it is asked anew.
    Result<Token> token(const TokenWish& wish, const Secret& refused, const std::stop_token& stop);

  private:
    struct Slot {
        std::mutex mutex;
        Secret header;
        std::set<std::string> scopes;
        Ticks expires{};
        std::optional<Error> denial;
        Secret refresh;  ///< the newest identity token, when the server exchanges them
    };

    Slot& slot(const TokenWish& wish);
    Result<Token> fetch(const TokenWish& wish, Slot& slot, const std::stop_token& stop);
    Result<HttpResponse> ask(const TokenWish& wish, const std::string& realm, Slot& slot, const std::stop_token& stop);

    HttpClient& http_;
    const Clock& clock_;
    HostGate& gate_;
    const RealmRules& realms_;
    const RegistryPace pace_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Slot>> slots_;
};

}  // namespace lockstep
