// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/net/http.hpp"

#include "registry/credentials.hpp"

#include <chrono>
#include <string>

namespace lockstep {

/// What a token server gave (distribution's token specification).
struct TokenAnswer {
    Secret token;
    std::chrono::seconds life{60};  ///< from the moment it was asked: the server's own clock is not trusted
    Secret refresh = {};            ///< a new identity token in place of the one that was shown
    std::string odd = {};           ///< an oddity worth telling
};

/// Reads a 200. Malformed `registry-malformed` names the realm and shows nothing of the body, which may hold a token.
Result<TokenAnswer> read_token(const HttpResponse& answer, const std::string& realm);

/// Any other status in the words of the Registry port.
Error token_refusal(const HttpResponse& answer, const std::string& realm, const Credentials& credentials);

/// A transport failure on the way to the realm, in the words of the Registry port. A stop stays a stop.
Error realm_not_reached(const std::string& realm, Error cause);

}  // namespace lockstep
