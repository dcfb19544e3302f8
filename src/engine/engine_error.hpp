// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"
#include "lockstep/net/http.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// The engine's own words in an error body: `{"message": …}`, or plain text as engines before API 1.24 and proxies
/// write.
std::string engine_words(const HttpResponse& response);

/// An answer that is not success, while doing `what` ("starting container node"). Codes `engine-refused`, or
/// `engine-denied` when something between us and the engine refused it.
Error engine_refused(const HttpResponse& response, std::string_view what);

/// A transport error in the engine's words: `engine-unreachable`, `engine-denied`, `not-an-engine`, `cancelled`.
Error engine_unreachable(Error transport, std::string_view what);

}  // namespace lockstep
