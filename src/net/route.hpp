// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/net/http.hpp"

#include "net/host_certificates.hpp"
#include "net/request_target.hpp"

#include <cstddef>
#include <string>

namespace lockstep {

/// How one request gets to its host.
struct Route {
    RequestTarget target;
    Proxy proxy;                    ///< empty URL: directly
    HostCertificates certificates;  ///< of https
    std::string socket;             ///< Unix socket, empty for TCP
    std::size_t shown = 0;          ///< which of our own certificates is shown

    /// The certificate to show; nothing when there is none.
    const ClientCertificate* own_certificate() const {
        return shown < certificates.own.size() ? &certificates.own[shown] : nullptr;
    }

    /// The other end in the words of messages.
    std::string peer() const;
};

/// Malformed `url-invalid`; Malformed `tls` when a certificate file is unusable.
Result<Route> route_to(const std::string& url, const HttpOptions& options);

}  // namespace lockstep
