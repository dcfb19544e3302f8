// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"

#include "net/route.hpp"

#include <curl/curl.h>

#include <string>

namespace lockstep {

/// What libcurl knows about a transfer that failed.
struct TransportFailure {
    CURLcode code = CURLE_OK;
    long os_errno = 0;
    long verify_result = 0;        ///< OpenSSL's X509_V_ERR_… of the certificate check
    long connect_status = 0;       ///< what a proxy said to CONNECT
    std::string text = {};         ///< libcurl's own words
    std::string certificate = {};  ///< what the server's certificate says of itself
};

/// The failure in our words: code, host and port (or socket), and what a person can do.
Error transport_error(const TransportFailure& failure, const Route& route, const HttpLimits& limits);

/// A proxy on the way wants a login: it answered 407 (or, not by the book, 401 to CONNECT).
Error proxy_wants_login(const Route& route, long status);

}  // namespace lockstep
