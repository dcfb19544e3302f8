// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep {

enum class HttpMethod { Get, Head, Post, Put, Delete };

/// Header names are compared without case. `Authorization` has a field of its own, so that it can be a Secret.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// Receives decoded body bytes as they arrive; returning false ends the transfer with `transfer-stopped`.
using BodySink = std::function<bool(std::string_view)>;

/// What one transfer may cost.
struct HttpLimits {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds total{60'000};  ///< zero: no limit (streams); the low-speed limit still holds
    std::chrono::seconds low_speed{20};       ///< slower than 100 B/s for this long ends it; zero: off
    std::size_t header_bytes = 64U << 10U;
    std::size_t body_bytes = 4U << 20U;  ///< after decompression; counted while reading, also with a sink
};

struct HttpRequest {
    HttpMethod method = HttpMethod::Get;
    std::string url;  ///< http:// or https:// only
    HttpHeaders headers = {};
    Secret authorization = {};  ///< value of the Authorization header; never sent to another host, never logged
    std::string body = {};
    /// When set, a body with a 2xx status goes here and `HttpResponse::body` stays empty; but not a web page, which is
    /// never what such a question is about.
    BodySink sink = {};
    HttpLimits limits = {};
    bool accept_gzip = false;
    /// What must not be found in the body of a failure or in a web page, besides `authorization`: such bodies end in
    /// messages, and a server may repeat what it was sent. `authorization` is taken out of headers too.
    std::vector<Secret> hidden = {};
    bool verify = true;       ///< false: any TLS certificate will do; only for hosts that a person listed as insecure
    bool outer_only = false;  ///< refuses to connect to loopback, private and link-local addresses (`inner-address`)
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers = {};
    std::string body = {};     ///< of a failure and of a web page only the first 64 KiB
    std::string url = {};      ///< the URL asked, without credentials
    std::string address = {};  ///< IP address that answered; empty behind a proxy and on a Unix socket

    /// First header of this name, compared without case.
    std::optional<std::string> header(std::string_view name) const;
    /// All headers of this name, in order.
    std::vector<std::string> all(std::string_view name) const;
    /// Content-Type without parameters, lower case.
    std::string media_type() const;
    /// True for Content-Type text/html or a body that starts like a page.
    bool is_web_page() const;
};

/// One proxy on the way out.
struct Proxy {
    std::string url = {};  ///< http://host:port or https://host:port; empty: none
    Secret login = {};     ///< "user:password"; never sent to anybody but the proxy

    /// From an address as environment variables have it, with or without scheme and "user:password@".
    static Proxy parse(std::string_view address);
};

/// Which proxy leads where. This machine's own addresses and Unix sockets never go through one.
struct ProxySettings {
    Proxy http = {};
    Proxy https = {};
    /// Where not to use one, by the rules of Go's programs (and so of Docker): "example.org" with all below it,
    /// ".example.org" only below it, an IP address, a CIDR, each also with ":port"; "*" for everywhere.
    std::vector<std::string> exceptions = {};
};

/// http_proxy, https_proxy and no_proxy, or the same in capitals. Read it before other threads start.
ProxySettings proxies_of_environment();

/// How to reach hosts.
struct HttpOptions {
    std::string unix_socket = {};  ///< when set, every request goes through this socket
    std::string ca_file = {};      ///< additional PEM trust anchors
    /// Folders as Docker's certs.d: HOST[:PORT]/*.crt are additional trust anchors for that host, NAME.cert with
    /// NAME.key is a client certificate for it; several are tried in the order of their names. Read anew for every
    /// connection.
    std::vector<std::string> certificate_folders = {};
    ProxySettings proxies = {};
    std::string user_agent = "lockstep";
};

/// HTTP/1.1 and HTTP/2 client with hard limits. Redirects are never followed here (3xx is an answer), no cookies, no
/// .netrc, no proxies but those of the options. Any status is success; errors are transport errors with codes
/// `dns`, `connect`, `tls`, `proxy`, `timeout`, `truncated`, `too-large`, `bad-header`, `url-invalid`, `cancelled`, …,
/// whose message names host and port and what a person can do.
/// Safe to use from several threads at once; connections are kept and reused, names and TLS sessions are shared.
class HttpClient {
  public:
    explicit HttpClient(HttpOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Blocks until the answer is complete, a limit is hit or `stop` is requested (which ends it at once).
    Result<HttpResponse> send(const HttpRequest& request, const std::stop_token& stop = {});

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Percent-encodes everything but RFC 3986 unreserved characters: for one path segment or query value.
std::string percent_encoded(std::string_view text);

}  // namespace lockstep
