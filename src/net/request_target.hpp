// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/net/http.hpp"

#include <string>

namespace lockstep {

/// Where a request goes, in the words of error messages.
struct RequestTarget {
    std::string scheme;
    std::string host;  ///< lower case, IPv6 with brackets
    std::string port;
    std::string written;  ///< host[:port] as the URL has it, lower case: without the port where that is left out

    std::string place() const { return host + ":" + port; }
    std::string origin() const { return scheme + "://" + place(); }
    /// localhost, 127.0.0.0/8 or ::1
    bool loopback() const;
};

/// Reads the URL with libcurl's own parser, so that what is checked is what is asked. Malformed `url-invalid` for other
/// schemes than http and https, for user names or passwords in it and for bytes outside printable ASCII.
Result<RequestTarget> request_target(const std::string& url);

/// Refuses header lines that would turn into several lines (CWE-113): Malformed `bad-header`, without the value.
Result<void> check_headers(const HttpRequest& request);

}  // namespace lockstep
