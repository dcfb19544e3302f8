// SPDX-License-Identifier: Apache-2.0
#include "net/transport_error.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>

namespace lockstep {
namespace {

/// Everything a message needs to know about one failed transfer.
struct Circumstance {
    const TransportFailure& failure;
    const RequestTarget& target;
    const HttpOptions& options;
    const HttpLimits& limits;

    std::string peer() const {
        return options.unix_socket.empty() ? target.place() : "socket " + escaped(options.unix_socket);
    }
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
    if (!at.options.unix_socket.empty()) return socket_error(at);
    if (at.failure.os_errno == ECONNREFUSED)
        return make(ErrorKind::Transient, "connect", format("{} refused the connection", at.peer()),
                    "check that the service runs there, the port, and firewalls in between", at.words());
    return make(ErrorKind::Transient, "connect", format("no connection to {}", at.peer()),
                "check the network, the port, and firewalls in between", at.words());
}

/// Values of X509_V_ERR_… that people can act on differently (OpenSSL x509_vfy.h; part of its ABI).
enum VerifyResult : long {
    kNotYetValid = 9,
    kExpired = 10,
    kSelfSigned = 18,
    kSelfSignedInChain = 19,
    kUnknownIssuer = 20,
    kUnverifiableLeaf = 21,
    kWrongName = 62,
    kWrongAddress = 64,
};

std::pair<std::string_view, std::string_view> certificate_trouble(const Circumstance& at) {
    switch (at.failure.verify_result) {
        case kNotYetValid:
            return {"its certificate is not valid yet", "compare this machine's clock with the certificate's dates"};
        case kExpired:
            return {"its certificate has expired", "renew it there; if it looks valid, check this machine's clock"};
        case kSelfSigned:
        case kSelfSignedInChain:
        case kUnknownIssuer:
        case kUnverifiableLeaf:
            return {
                "its certificate comes from an authority that this machine does not trust",
                "add the authority's certificate to the system (update-ca-certificates) or configure it as CA file"};
        case kWrongName:
        case kWrongAddress:
            return {"its certificate is for another name", "use the name in the certificate, or have it reissued"};
        default:
            // libcurl itself compares names when OpenSSL did not.
            if (at.failure.text.find("does not match") != std::string::npos ||
                at.failure.text.find("no alternative certificate subject name") != std::string::npos)
                return {"its certificate is for another name", "use the name in the certificate, or have it reissued"};
            return {"its certificate could not be verified", "look at it with: openssl s_client -connect HOST:PORT"};
    }
}

Error certificate_error(const Circumstance& at) {
    const auto [what, remedy] = certificate_trouble(at);
    return make(ErrorKind::Refused, "tls", format("no trusted TLS connection to {}: {}", at.peer(), what), remedy,
                at.words());
}

Error ca_file_error(const Circumstance& at) {
    return make(ErrorKind::Malformed, "tls", format("the CA file {} cannot be used", escaped(at.options.ca_file)),
                "it must be readable and hold certificates in PEM form", at.words());
}

Error handshake_error(const Circumstance& at) {
    const auto says = [&](std::string_view words) {
        return at.failure.text.find(words) != std::string::npos;
    };
    if (says("wrong version number") || says("packet length too long") || says("http request"))
        return make(ErrorKind::Malformed, "tls", format("{} does not speak TLS: it is a plain HTTP port", at.peer()),
                    "use http:// or the server's HTTPS port", at.words());
    if (says("certificate required") || says("bad certificate"))
        return make(ErrorKind::Denied, "tls", format("{} wants a client certificate", at.peer()),
                    "client certificates are not supported: use another way in", at.words());
    return make(ErrorKind::Transient, "tls", format("the TLS handshake with {} failed", at.peer()),
                "the server must offer TLS 1.2 or later; a proxy in between may interfere", at.words());
}

Error timeout_error(const Circumstance& at) {
    if (at.failure.text.starts_with("Resolving"))
        return make(ErrorKind::Transient, "dns",
                    format("the name {} was not resolved within {} ms", at.target.host, at.limits.connect.count()),
                    "check DNS on this machine", at.words());
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
                at.target.scheme == "http" ? "it may be an HTTPS port: try https://" : "check host and port",
                at.words());
}

}  // namespace

Error transport_error(const TransportFailure& failure, const RequestTarget& target, const HttpOptions& options,
                      const HttpLimits& limits) {
    const Circumstance at{failure, target, options, limits};
    switch (failure.code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return make(ErrorKind::Transient, "dns", format("the name {} could not be resolved", target.host),
                        "check the spelling, and DNS on this machine", at.words());
        case CURLE_COULDNT_RESOLVE_PROXY:
            return make(ErrorKind::Transient, "proxy",
                        format("the name of the proxy on the way to {} could not be resolved", at.peer()),
                        "check the proxy variables of the environment (https_proxy, http_proxy, no_proxy)", at.words());
        case CURLE_PROXY:
            return make(ErrorKind::Transient, "proxy", format("the proxy on the way to {} refused", at.peer()),
                        "check the proxy variables of the environment (https_proxy, http_proxy, no_proxy)", at.words());
        case CURLE_COULDNT_CONNECT:
            return connect_error(at);
        case CURLE_OPERATION_TIMEDOUT:
            return timeout_error(at);
        case CURLE_PEER_FAILED_VERIFICATION:
            return certificate_error(at);
        case CURLE_SSL_CACERT_BADFILE:
            return ca_file_error(at);
        case CURLE_SSL_CONNECT_ERROR:
            return handshake_error(at);
        case CURLE_PARTIAL_FILE:
        case CURLE_BAD_CONTENT_ENCODING:
            return make(ErrorKind::Transient, "truncated",
                        format("the answer of {} broke off in the middle", at.peer()),
                        "it is asked again later; if it stays, look at proxies in between", at.words());
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
            return make(ErrorKind::Transient, "reset", format("{} closed the connection without an answer", at.peer()),
                        "it is asked again later; if it stays, look at the server's log", at.words());
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
            return broken_answer(at);
        default:
            return make(ErrorKind::Transient, "transport", format("the request to {} failed", at.peer()),
                        "it is asked again later", at.words());
    }
}

}  // namespace lockstep
