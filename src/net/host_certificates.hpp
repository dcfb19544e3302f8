// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// What a person laid down for TLS with one host.
struct HostCertificates {
    std::string authorities = {};  ///< PEM, to be trusted besides those of the system
    std::string certificate = {};  ///< path of our own certificate, empty: none
    std::string key = {};          ///< path of its key
    std::vector<std::string> looked_in = {};
};

/// Reads FOLDER/`host`/ in each folder, by the rules of Docker's certs.d: *.crt are authorities, NAME.cert and NAME.key
/// belong together, the first pair by name counts. `host` is host[:port] as the URL has it. Files of `ca_file` come
/// first. Malformed `tls` when a file cannot be read or a certificate lacks its key.
Result<HostCertificates> host_certificates(const std::string& host, const std::string& ca_file,
                                           const std::vector<std::string>& folders);

}  // namespace lockstep
