// SPDX-License-Identifier: Apache-2.0
#include "net/transport_error.hpp"

#include "lockstep/core/clock.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>
#include <vector>

namespace lockstep {
namespace {

/// Everything a message needs to know about one failed transfer.
struct Circumstance {
    const TransportFailure& failure;
    const Route& route;
    const HttpLimits& limits;

    std::string peer() const { return route.peer(); }
    std::string words() const { return escaped(failure.text); }
};

Error make(ErrorKind kind, std::string_view code, std::string message, std::string_view remedy, std::string origin) {
    return {.kind = kind,
            .code = std::string(code),
            .message = std::move(message),
            .remedy = std::string(remedy),
            .origin = std::move(origin)};
}

Error socket_error(const Circumstance& at) {
    const std::string os = std::generic_category().message(static_cast<int>(at.failure.os_errno));
    switch (at.failure.os_errno) {
        case ENOENT:
        case ENOTDIR:
            return make(ErrorKind::Transient, "socket-missing", format("there is no {}", at.peer()),
                        "start the service that listens there, or configure the right socket path", os);
        case EACCES:
        case EPERM:
            return make(ErrorKind::Denied, "socket-denied", format("no right to open {}", at.peer()),
                        "run as root or as a member of the group that owns the socket (for Docker: group docker)", os);
        default:
            return make(ErrorKind::Transient, "connect", format("nobody listens on {}", at.peer()),
                        "start the service that listens there (for Docker: systemctl start docker)",
                        at.failure.os_errno == 0 ? at.words() : os);
    }
}

Error connect_error(const Circumstance& at) {
    if (!at.route.socket.empty()) return socket_error(at);
    if (at.failure.os_errno == ECONNREFUSED)
        return make(ErrorKind::Transient, "connect", format("{} refused the connection", at.peer()),
                    "check that the service runs there, the port, and firewalls in between", at.words());
    return make(ErrorKind::Transient, "connect", format("no connection to {}", at.peer()),
                "check the network, the port, and firewalls in between", at.words());
}

/// Values of X509_V_ERR_… that people can act on differently (OpenSSL x509_vfy.h; part of its ABI).
enum VerifyResult : long {
    NotYetValid = 9,
    Expired = 10,
    SelfSigned = 18,
    SelfSignedInChain = 19,
    UnknownIssuer = 20,
    UnverifiableLeaf = 21,
    WrongName = 62,
    WrongAddress = 64,
    WeakKey = 66,
    WeakKeyOfAuthority = 67,
    WeakSignature = 68,
};

std::pair<std::string_view, std::string_view> certificate_trouble(const Circumstance& at) {
    switch (at.failure.verify_result) {
        case NotYetValid:
            return {"its certificate is not valid yet", "compare this machine's clock with the certificate's dates"};
        case Expired:
            return {"its certificate has expired", "renew it there; if it looks valid, check this machine's clock"};
        case SelfSigned:
            return {"its certificate is signed by itself and not known here",
                    "add it to the system (update-ca-certificates) or to the host's folder of certs.d as NAME.crt"};
        case WeakKey:
        case WeakKeyOfAuthority:
            return {"the key of its certificate, or of its authority, is too short to be safe",
                    "have the certificate reissued with a key of 2048 bits RSA or 256 bits EC at least"};
        case WeakSignature:
            return {"its certificate is signed with a method that is no longer safe, such as SHA-1",
                    "have the certificate reissued with SHA-256"};
        case SelfSignedInChain:
        case UnknownIssuer:
        case UnverifiableLeaf:
            return {
                "its certificate comes from an authority that this machine does not trust",
                "add the authority's certificate to the system (update-ca-certificates) or configure it as CA file"};
        case WrongName:
        case WrongAddress:
            return {"its certificate is for another name", "use the name in the certificate, or have it reissued"};
        default:
            // libcurl itself compares names when OpenSSL did not.
            if (at.failure.text.find("does not match") != std::string::npos ||
                at.failure.text.find("no alternative certificate subject name") != std::string::npos)
                return {"its certificate is for another name", "use the name in the certificate, or have it reissued"};
            return {"its certificate could not be verified", "look at it with: openssl s_client -connect HOST:PORT"};
    }
}

/// Name, dates, this machine's clock, and where authorities were looked for: what a person compares.
std::string circumstances(const Circumstance& at) {
    std::string text = at.words();
    if (!at.failure.certificate.empty()) text += "; " + at.failure.certificate;
    text += "; this machine's clock says " +
            rfc3339(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    for (const std::string& folder : at.route.certificates.looked_in) text += "; looked in " + escaped(folder);
    return text;
}

Error certificate_error(const Circumstance& at) {
    const auto [what, remedy] = certificate_trouble(at);
    return make(ErrorKind::Refused, "tls", format("no trusted TLS connection to {}: {}", at.peer(), what), remedy,
                circumstances(at));
}

Error own_certificate_error(const Circumstance& at) {
    const ClientCertificate* own = at.route.own_certificate();
    return make(ErrorKind::Malformed, "tls",
                format("the certificates for {} cannot be used{}{}", at.peer(), own == nullptr ? "" : ": ",
                       own == nullptr ? "" : escaped(own->certificate)),
                "authorities, client certificate and key must be readable PEM files that belong together", at.words());
}

Error wants_certificate(const Circumstance& at) {
    const HostCertificates& certificates = at.route.certificates;
    if (!certificates.own.empty()) {
        std::vector<std::string> shown;
        for (const ClientCertificate& own : certificates.own) shown.push_back(escaped(own.certificate));
        return make(ErrorKind::Denied, "tls",
                    format("{} does not accept our client certificate {}", at.peer(), join(shown, " nor ")),
                    "ask who runs the server for one that it accepts", at.words());
    }
    const std::string places = certificates.looked_in.empty() ? "no folder is configured for them"
                                                              : "none in " + join(certificates.looked_in, ", ");
    return make(ErrorKind::Denied, "tls", format("{} wants a client certificate; {}", at.peer(), escaped(places, 400)),
                "put NAME.cert and NAME.key there", at.words());
}

Error proxy_error(const Circumstance& at) {
    const long status = at.failure.connect_status;
    if (status == 407 || status == 401) return proxy_wants_login(at.route, status);
    if (at.failure.connect_status >= 300)
        return make(ErrorKind::Denied, "proxy",
                    format("the proxy {} does not let us through to {} (status {})", escaped(at.route.proxy.url),
                           at.route.target.place(), at.failure.connect_status),
                    "allow this host and port in the proxy, or list the host as an exception from it", at.words());
    return make(ErrorKind::Transient, "proxy",
                format("the proxy {} on the way to {} failed", escaped(at.route.proxy.url), at.route.target.place()),
                "check the proxy's address and that it runs; hosts reached directly can be listed as exceptions",
                at.words());
}

/// What TLS servers say to who shows no certificate or not one of theirs; with TLS 1.3 only after the handshake.
bool refuses_our_certificate(const std::string& text) {
    constexpr std::array<std::string_view, 5> kAlerts{"certificate required", "bad certificate", "unknown ca",
                                                      "certificate unknown", "certificate expired"};
    return text.find("alert") != std::string::npos &&
           std::any_of(kAlerts.begin(), kAlerts.end(),
                       [&](std::string_view alert) { return text.find(alert) != std::string::npos; });
}

Error handshake_error(const Circumstance& at) {
    const auto says = [&](std::string_view words) {
        return at.failure.text.find(words) != std::string::npos;
    };
    const bool plain = says("wrong version number") || says("packet length too long") || says("http request");
    if (plain && !at.route.proxy.url.empty())
        return make(ErrorKind::Denied, "proxy",
                    format("what the proxy {} opened to {} does not speak TLS", escaped(at.route.proxy.url),
                           at.route.target.place()),
                    "it may be a captive portal, where a person has to log in first; or the port is a plain HTTP one",
                    at.words());
    if (plain)
        return make(ErrorKind::Malformed, "tls", format("{} does not speak TLS: it is a plain HTTP port", at.peer()),
                    "use http:// or the server's HTTPS port", at.words());
    if (refuses_our_certificate(at.failure.text)) return wants_certificate(at);
    return make(ErrorKind::Transient, "tls", format("the TLS handshake with {} failed", at.peer()),
                "the server must offer TLS 1.2 or later; a proxy in between may interfere", at.words());
}

Error timeout_error(const Circumstance& at) {
    if (at.failure.text.starts_with("Resolving"))
        return make(
            ErrorKind::Transient, "dns",
            format("the name {} was not resolved within {} ms", at.route.target.host, at.limits.connect.count()),
            "check DNS on this machine", at.words());
    if (at.failure.text.starts_with("SSL"))
        return make(ErrorKind::Transient, "timeout",
                    format("{} accepted the connection but did not finish the TLS handshake within {} ms", at.peer(),
                           at.limits.connect.count()),
                    "look at the server's load; if it stays, something in between holds TLS back", at.words());
    const bool connecting = at.failure.text.find("onnect") != std::string::npos;
    if (connecting)
        return make(ErrorKind::Transient, "timeout",
                    format("no connection to {} within {} ms", at.peer(), at.limits.connect.count()),
                    "check the network and firewalls in between", at.words());
    if (at.failure.text.find("too slow") != std::string::npos)
        return make(ErrorKind::Transient, "timeout",
                    format("{} sent less than 100 bytes per second for {} s", at.peer(), at.limits.low_speed.count()),
                    "check the network and the load of the server", at.words());
    return make(ErrorKind::Transient, "timeout",
                format("{} did not finish its answer within {} ms", at.peer(), at.limits.total.count()),
                "check the network and the load of the server", at.words());
}

Error broken_answer(const Circumstance& at) {
    return make(ErrorKind::Malformed, "not-http", format("{} did not answer in HTTP", at.peer()),
                at.route.target.scheme == "http" ? "it may be an HTTPS port: try https://" : "check host and port",
                at.words());
}

}  // namespace

Error proxy_wants_login(const Route& route, long status) {
    return make(ErrorKind::Denied, "proxy",
                format("the proxy {} on the way to {} wants a login (status {})", escaped(route.proxy.url),
                       route.target.place(), status),
                route.proxy.login.empty() ? "give the proxy's user name and password with its address"
                                          : "check the user name and password that are given for the proxy",
                {});
}

Error transport_error(const TransportFailure& failure, const Route& route, const HttpLimits& limits) {
    const Circumstance at{failure, route, limits};
    if (failure.connect_status != 0 && failure.connect_status / 100 != 2) return proxy_error(at);
    switch (failure.code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return make(ErrorKind::Transient, "dns", format("the name {} could not be resolved", route.target.host),
                        "check the spelling, and DNS on this machine", at.words());
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_PROXY:
            return proxy_error(at);
        case CURLE_COULDNT_CONNECT:
            return connect_error(at);
        case CURLE_OPERATION_TIMEDOUT:
            return timeout_error(at);
        case CURLE_PEER_FAILED_VERIFICATION:
            return certificate_error(at);
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
            return own_certificate_error(at);
        case CURLE_SSL_CONNECT_ERROR:
            return handshake_error(at);
        case CURLE_PARTIAL_FILE:
        case CURLE_BAD_CONTENT_ENCODING:
            return make(ErrorKind::Transient, "truncated",
                        format("the answer of {} broke off in the middle", at.peer()),
                        "it is asked again later; if it stays, look at proxies in between", at.words());
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            if (refuses_our_certificate(failure.text)) return wants_certificate(at);
            [[fallthrough]];
        case CURLE_GOT_NOTHING:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
            return make(ErrorKind::Transient, "reset", format("{} closed the connection without an answer", at.peer()),
                        "it is asked again later; if it stays, look at the server's log", at.words());
        case CURLE_OUT_OF_MEMORY:
            // libcurl's word for a header line beyond its own limit, CURL_MAX_HTTP_HEADER.
            return make(ErrorKind::Malformed, "too-large",
                        format("a line in the header of the answer from {} is longer than 100 KiB", at.peer()),
                        "check that this is the right server", at.words());
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
            return broken_answer(at);
        default:
            return make(ErrorKind::Transient, "transport", format("the request to {} failed", at.peer()),
                        "it is asked again later", at.words());
    }
}

}  // namespace lockstep
