// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/net/http.hpp"

#include "registry/challenge.hpp"
#include "registry/credentials.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace lockstep {

/// For whom and for what a token is asked.
struct TokenWish {
    std::string registry_url;  ///< the URL that was challenged
    Challenge challenge;
    std::string scope;  ///< built by us; the registry's own wish is not repeated
    Credentials credentials;
};

/// Bearer tokens (distribution's token and OAuth2 flows), kept until shortly before they expire. Several threads that
/// want the same token cause one request. A refusal of credentials is kept for a minute, so that a wrong password does
/// not lock an account.
class TokenSource {
  public:
    TokenSource(HttpClient& http, const Clock& clock) : http_(http), clock_(clock) {}

    struct Token {
        Secret header;       ///< "Bearer …"
        bool fresh = false;  ///< asked for this call
    };

    /// `refused`: the header that the registry has just rejected; a kept token equal to it is asked anew.
    Result<Token> token(const TokenWish& wish, const Secret& refused, const std::stop_token& stop);

  private:
    struct Slot {
        std::mutex mutex;
        Secret header;
        Ticks expires{};
        std::optional<Error> denial;
    };

    Slot& slot(const TokenWish& wish);
    Result<Secret> fetch(const TokenWish& wish, Slot& slot, const std::stop_token& stop);
    Result<HttpResponse> ask(const TokenWish& wish, const std::string& realm, const std::stop_token& stop);

    HttpClient& http_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Slot>> slots_;
};

}  // namespace lockstep
