// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// Paths of a certificate of ours and of its key.
struct ClientCertificate {
    std::string certificate = {};
    std::string key = {};
};

/// What a person laid down for TLS with one host.
struct HostCertificates {
    std::string authorities = {};             ///< PEM, to be trusted besides those of the system
    std::vector<ClientCertificate> own = {};  ///< to be shown one after the other until one is taken
    std::vector<std::string> looked_in = {};
};

/// Reads FOLDER/`host`/ in each folder, by the rules of Docker's certs.d: *.crt are authorities, NAME.cert and NAME.key
/// belong together, several pairs in the order of their names. `host` is host[:port] as the URL has it. Files of
/// `ca_file` come first. Malformed `tls` when a file cannot be read or a certificate lacks its key.
Result<HostCertificates> host_certificates(const std::string& host, const std::string& ca_file,
                                           const std::vector<std::string>& folders);

}  // namespace lockstep
