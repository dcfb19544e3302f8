// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/net/http.hpp"

#include "net/host_certificates.hpp"
#include "net/request_target.hpp"

#include <string>

namespace lockstep {

/// How one request gets to its host.
struct Route {
    RequestTarget target;
    Proxy proxy;                    ///< empty URL: directly
    HostCertificates certificates;  ///< of https
    std::string socket;             ///< Unix socket, empty for TCP

    /// The other end in the words of messages.
    std::string peer() const;
};

/// Malformed `url-invalid`; Malformed `tls` when a certificate file is unusable.
Result<Route> route_to(const std::string& url, const HttpOptions& options);

}  // namespace lockstep
