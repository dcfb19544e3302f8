// SPDX-License-Identifier: Apache-2.0
#include "engine/engine_error.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

namespace lockstep {
namespace {

ErrorKind kind_of(int status) {
    switch (status) {
        case 401:
        case 403:
            return ErrorKind::Denied;
        case 404:
            return ErrorKind::NotFound;
        case 409:
            return ErrorKind::Conflict;
        case 501:
            return ErrorKind::Unsupported;
        default:
            return status >= 500 ? ErrorKind::Transient : ErrorKind::Malformed;
    }
}

}  // namespace

std::string engine_words(const HttpResponse& response) {
    constexpr std::size_t kLongest = 400;
    const auto body = parse_json(response.body, "the engine's error");
    const std::string message = body ? string_at(*body, "/message", string_at(*body, "/cause")) : std::string();
    return escaped(message.empty() ? trimmed(response.body) : std::string_view(message), kLongest);
}

Error engine_refused(const HttpResponse& response, std::string_view what) {
    const std::string words = format("HTTP {}: {}", response.status, engine_words(response));
    // The engine explains itself in JSON; a filter in front of its socket does not.
    const bool from_engine = parse_json(response.body, "the engine's error").has_value();
    if ((response.status == 401 || response.status == 403) && !from_engine) {
        return {ErrorKind::Denied, "engine-denied", format("{} is not allowed by the engine's socket", what),
                "allow this request in the proxy or authorization plugin in front of the engine", words};
    }
    const char* remedy =
        response.status >= 500 ? "look into the engine's own log; it is asked again at the next look" : "";
    return {kind_of(response.status), "engine-refused", format("{} failed", what), remedy, words};
}

Error engine_unreachable(Error transport, std::string_view what) {
    if (transport.code == "socket-denied") {
        transport.code = "engine-denied";
    } else if (transport.kind == ErrorKind::Malformed) {
        transport.code = "not-an-engine";
        transport.remedy = "configure the socket of a Docker engine";
    } else if (transport.kind != ErrorKind::Cancelled) {
        if (transport.code == "timeout") {
            transport.remedy =
                "look into the engine's own log and at this machine's load; it is asked again at the next look";
        }
        transport.code = "engine-unreachable";
    }
    return std::move(transport).in(what);
}

}  // namespace lockstep
