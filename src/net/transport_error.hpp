// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"

#include "net/request_target.hpp"

#include <curl/curl.h>

#include <string>

namespace lockstep {

/// What libcurl knows about a transfer that failed.
struct TransportFailure {
    CURLcode code = CURLE_OK;
    long os_errno = 0;
    long verify_result = 0;  ///< OpenSSL's X509_V_ERR_… of the certificate check
    std::string text = {};   ///< libcurl's own words
};

/// The failure in our words: code, host and port (or socket), and what a person can do.
Error transport_error(const TransportFailure& failure, const RequestTarget& target, const HttpOptions& options,
                      const HttpLimits& limits);

}  // namespace lockstep
