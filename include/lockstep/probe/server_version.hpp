// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/net/http.hpp"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace lockstep {

/// Whose answer it is, that is which member holds the software's version.
enum class Product {
    Auto,       ///< `manager` if present, else `version`
    Vantage6,   ///< `version`
    BackendAi,  ///< `manager` (`version` there is the API's)
};

/// The product of a configuration word: "vantage6", "backendai"; anything else is Auto.
Product product_of(std::string_view word);

/// One version endpoint.
struct ServerEndpoint {
    std::string url;  ///< complete, for instance https://server.example/api/version
    Product product = Product::Auto;
    std::string pointer = {};  ///< RFC 6901 JSON pointer to the version; replaces `product` when set
    std::chrono::milliseconds timeout{10'000};

    auto operator<=>(const ServerEndpoint&) const = default;
};

/// Port: asks an application server which version it runs. Safe to call from several threads.
class ServerVersion {
  public:
    virtual ~ServerVersion() = default;

    /// The version as the server wrote it. Errors: kind Transient `server-unreachable` (transport, status other than
    /// 200), kind Malformed `server-version-invalid` (HTML, wrong type, not a version).
    virtual Result<std::string> ask(const ServerEndpoint& endpoint, const std::stop_token& stop) = 0;
};

/// Over HTTP: at most 64 KiB, no redirects, strict JSON. `http` must outlive it.
std::unique_ptr<ServerVersion> make_http_server_version(HttpClient& http);

/// The version in the body of a 200 answer; Malformed `server-version-invalid` with what was wrong. Pure.
Result<std::string> server_version_in(std::string_view body, Product product, std::string_view pointer = {});

}  // namespace lockstep
