// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/net/http.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// 301, 302, 303, 307 or 308 with a Location.
bool is_redirect(const HttpResponse& answer);

/// May an answer from `from` lead to `to` (both absolute)? Not to other schemes than http and https, not from https to
/// http, not from outside to inner addresses: Refused `redirect-refused`. Pure.
Result<void> check_redirect(const std::string& from, const std::string& to);

Error redirect_refused(const std::string& from, const std::string& to, std::string_view why);

}  // namespace lockstep
