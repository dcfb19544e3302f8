// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/error.hpp"
#include "lockstep/net/http.hpp"

#include <string>

namespace lockstep {

/// What was asked, in the words of messages.
struct Asked {
    std::string what;               ///< "the tags of harbor.example/team/app"
    std::string registry;           ///< host[:port]
    std::string credentials;        ///< Credentials::source
    WallTime now = {};              ///< this machine's time, to compare with the registry's
    bool whole_repository = false;  ///< a 404 then means the repository, not one tag
};

/// An answer that is not what was asked for, in the words of the Registry port: the code in `errors[]` first, then the
/// status (OCI distribution-spec, "Error Codes").
Error failure_of(const HttpResponse& answer, const Asked& asked);

/// A transport failure in the words of the Registry port. A stop stays a stop.
Error failure_of(Error transport, const Asked& asked);

/// 200 with a web page: a captive portal or a proxy's page stands in between.
Error portal(const HttpResponse& answer, const Asked& asked);

}  // namespace lockstep
