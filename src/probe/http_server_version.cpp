// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/probe/server_version.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kLargestAnswer = 64U << 10U;

HttpRequest request_to(const ServerEndpoint& endpoint) {
    return {.url = endpoint.url,
            .headers = {{"Accept", "application/json"}},
            .limits = {.connect = endpoint.timeout, .total = endpoint.timeout, .body_bytes = kLargestAnswer}};
}

Error unreachable(std::string message, std::string remedy, std::string origin) {
    return {.kind = ErrorKind::Transient,
            .code = "server-unreachable",
            .message = std::move(message),
            .remedy = std::move(remedy),
            .origin = std::move(origin)};
}

/// A transport failure in the words of this port. A stop and a wrong URL stay what they are: neither is the server's.
Error not_reached(const ServerEndpoint& endpoint, Error cause) {
    if (cause.kind == ErrorKind::Cancelled || cause.code == "url-invalid") return cause;
    if (cause.code == "too-large")
        return {.kind = ErrorKind::Malformed,
                .code = "server-version-invalid",
                .message = format("the answer of {} is larger than {} bytes", escaped(endpoint.url), kLargestAnswer),
                .remedy = "check the URL: a version endpoint answers with a few bytes"};
    return unreachable(format("asked {} for its version: {}", escaped(endpoint.url), cause.message),
                       std::move(cause.remedy), std::move(cause.origin));
}

std::string remedy_for(const HttpResponse& answer) {
    if (answer.status >= 300 && answer.status < 400)
        return format("redirects are not followed; if it is right, configure {}",
                      escaped(answer.header("Location").value_or("the URL it points to")));
    if (answer.status == 404) return "check the path of the URL, for instance /api/version";
    if (answer.status == 401 || answer.status == 403) return "the version endpoint must be readable without login";
    return "check the server; the question is repeated in the next cycle";
}

class HttpServerVersion final : public ServerVersion {
  public:
    explicit HttpServerVersion(HttpClient& http) : http_(http) {}

    Result<std::string> ask(const ServerEndpoint& endpoint, const std::stop_token& stop) override {
        auto answer = http_.send(request_to(endpoint), stop);
        if (!answer) return not_reached(endpoint, std::move(answer).error());
        if (answer->status != 200)
            return unreachable(format("{} answered with status {}", escaped(endpoint.url), answer->status),
                               remedy_for(*answer), escaped(trimmed(answer->body)));
        auto version = server_version_in(answer->body, endpoint.product, endpoint.pointer);
        if (!version) return std::move(version).error().in(escaped(endpoint.url));
        return version;
    }

  private:
    HttpClient& http_;
};

}  // namespace

std::unique_ptr<ServerVersion> make_http_server_version(HttpClient& http) {
    return std::make_unique<HttpServerVersion>(http);
}

}  // namespace lockstep
