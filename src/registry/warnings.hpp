// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/net/http.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// What a registry wants people to know: the texts of `Warning: 299 - "…"` headers (OCI distribution-spec, "Warnings"),
/// cut and safe to show. Nothing is done about them. Pure.
std::vector<std::string> warnings_in(const HttpResponse& answer);

}  // namespace lockstep
