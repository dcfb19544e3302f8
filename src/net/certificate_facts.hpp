// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/route.hpp"

#include <string>

namespace lockstep {

/// What the certificate of a host that failed verification says of itself: "subject CN=…, valid from … to …", for an
/// error message. Opens one more connection, sends nothing on it, and gives "" when that fails too.
std::string certificate_facts(const Route& route);

}  // namespace lockstep
