// SPDX-License-Identifier: Apache-2.0
#include "net/transfer.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"
#include "lockstep/net/redact.hpp"

#include "net/certificate_facts.hpp"
#include "net/transport_error.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

namespace lockstep {
namespace {

constexpr long kLowSpeedBytes = 100;
constexpr int kPollMilliseconds = 1000;
/// Of pages and of bodies of failures more would only be shown cut anyway.
constexpr std::size_t kLargestPage = 64U << 10U;
/// Shorter ones may be part of a header by chance.
constexpr std::size_t kShortestToken = 16;

bool changes_something(HttpMethod method) {
    return method != HttpMethod::Get && method != HttpMethod::Head;
}

}  // namespace

Transfer::Transfer(Line& line, const HttpRequest& request, const HttpOptions& options, const Route& route,
                   CURLSH* share)
    : line_(line), request_(request), options_(options), route_(route), share_(share) {
    set_up();
}

Transfer::~Transfer() {
    curl_multi_remove_handle(line_.multi(), line_.easy());
    curl_easy_reset(line_.easy());
}

void Transfer::set_up() {
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
    set(CURLOPT_NOSIGNAL, 1L);
    // Without it, ending a transfer waits for the name lookup that it has started.
    set(CURLOPT_QUICK_EXIT, 1L);
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(CURLOPT_ERRORBUFFER, words_.data());
    set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(CURLOPT_WRITEDATA, this);
    if (request_.accept_gzip) set(CURLOPT_ACCEPT_ENCODING, "gzip");
    set_up_reach();
    set_up_method();
    set_up_limits();
    for (const auto& [name, value] : request_.headers) add_header(name, value);
    if (!request_.authorization.empty()) add_header("Authorization", request_.authorization.reveal());
    set(CURLOPT_HTTPHEADER, header_lines_.get());
}

void Transfer::set_up_reach() {
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_SHARE, share_);
    if (!route_.socket.empty()) set(CURLOPT_UNIX_SOCKET_PATH, route_.socket.c_str());
    set_up_proxy();
    if (route_.target.scheme == "https") set_up_tls();
    // Behind a proxy the address is the proxy's; it is the proxy that must not reach inwards then.
    if (!request_.outer_only || !route_.proxy.url.empty()) return;
    set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
    set(CURLOPT_OPENSOCKETDATA, this);
}

void Transfer::set_up_tls() {
    const HostCertificates& certificates = route_.certificates;
    set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    set(CURLOPT_SSL_VERIFYPEER, request_.verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, request_.verify ? 2L : 0L);
    // The system's authorities stay trusted: they are also found one by one in CAPATH, whose default is kept.
    if (!certificates.authorities.empty()) {
        curl_blob blob{.data = const_cast<char*>(certificates.authorities.data()),
                       .len = certificates.authorities.size(),
                       .flags = CURL_BLOB_COPY};
        set(CURLOPT_CAINFO_BLOB, &blob);
    }
    const ClientCertificate* own = route_.own_certificate();
    if (own == nullptr) return;
    set(CURLOPT_SSLCERT, own->certificate.c_str());
    set(CURLOPT_SSLKEY, own->key.c_str());
}

void Transfer::set_up_proxy() {
    // Set in any case: libcurl would read the environment by rules of its own.
    set(CURLOPT_PROXY, route_.proxy.url.c_str());
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (route_.proxy.login.empty()) return;
    const std::string_view login = route_.proxy.login.reveal();
    const std::size_t colon = std::min(login.find(':'), login.size());
    set(CURLOPT_PROXYAUTH, long{CURLAUTH_BASIC});
    set(CURLOPT_PROXYUSERNAME, std::string(login.substr(0, colon)).c_str());
    set(CURLOPT_PROXYPASSWORD, std::string(login.substr(std::min(colon + 1, login.size()))).c_str());
}

/// Here the address is known that the name really leads to.
curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = address->family == AF_INET
                            ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(&address->addr)->sin_addr)
                            : &reinterpret_cast<sockaddr_in6*>(&address->addr)->sin6_addr;
    ::inet_ntop(address->family, bytes, text.data(), text.size());
    if (is_inner_address(text.data())) {
        auto& transfer = *static_cast<Transfer*>(self);
        transfer.refuse(
            {.kind = ErrorKind::Refused,
             .code = "inner-address",
             .message = format("{} leads to the inner address {}", transfer.route_.target.place(), text.data()),
             .remedy = "a public server must not lead into this network: ask who runs it"});
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void Transfer::set_up_method() {
    // libcurl silently repeats a request when a kept connection turns out dead. What changes something must not be sent
    // twice, so it goes over a new connection.
    if (changes_something(request_.method)) set(CURLOPT_FRESH_CONNECT, 1L);
    const bool has_body =
        request_.method == HttpMethod::Post || request_.method == HttpMethod::Put || !request_.body.empty();
    if (has_body) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
        set(CURLOPT_POSTFIELDS, request_.body.data());
        add_header("Expect", {});
        add_header("Content-Type", {});
    }
    switch (request_.method) {
        case HttpMethod::Get:
            if (has_body) set(CURLOPT_CUSTOMREQUEST, "GET");
            break;
        case HttpMethod::Head:
            set(CURLOPT_NOBODY, 1L);
            break;
        case HttpMethod::Post:
            break;
        case HttpMethod::Put:
            set(CURLOPT_CUSTOMREQUEST, "PUT");
            break;
        case HttpMethod::Delete:
            set(CURLOPT_CUSTOMREQUEST, "DELETE");
            break;
    }
}

void Transfer::set_up_limits() {
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.limits.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request_.limits.total.count()));
    if (request_.limits.low_speed.count() == 0) return;
    set(CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request_.limits.low_speed.count()));
}

/// An empty value takes libcurl's own header of that name away ("Name:"); to send an empty one it wants "Name;".
void Transfer::add_header(const std::string& name, std::string_view value) {
    const std::string text = value.empty() ? name + ":" : format("{}: {}", name, value);
    curl_slist* longer = curl_slist_append(header_lines_.get(), text.c_str());
    LOCKSTEP_CHECK(longer != nullptr);
    // The list has one owner all the time: appending gives back what it was given.
    curl_slist* const before = header_lines_.release();
    LOCKSTEP_CHECK(before == nullptr || before == longer);
    header_lines_.reset(longer);
}

Result<HttpResponse> Transfer::run(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(line_.multi()); });
    const std::optional<CURLcode> code = drive(stop);
    if (!code)
        return Error{.kind = ErrorKind::Cancelled,
                     .code = "cancelled",
                     .message = format("the request to {} was stopped", route_.target.place())};
    if (refused_) return *refused_;
    if (*code != CURLE_OK) return failure(*code);
    response_.url = request_.url;
    if (route_.proxy.url.empty() && route_.socket.empty()) {
        const char* address = nullptr;
        curl_easy_getinfo(line_.easy(), CURLINFO_PRIMARY_IP, &address);
        if (address != nullptr) response_.address = address;
    }
    hide_secrets();
    if (response_.status == 407) return proxy_wants_login(route_, response_.status);
    return std::move(response_);
}

/// Where a server may have repeated what it was sent, and where that may end in a message.
void Transfer::hide_secrets() {
    const std::string_view authorization = request_.authorization.reveal();
    const std::string_view shown = authorization.substr(std::min(authorization.find(' ') + 1, authorization.size()));
    if (shown.size() >= kShortestToken) {
        for (auto& [name, value] : response_.headers) redact(value, shown);
    }
    const std::string_view login = route_.proxy.login.reveal();
    const std::string_view password = login.substr(std::min(login.find(':') + 1, login.size()));
    for (auto& [name, value] : response_.headers) {
        redact(value, login);
        if (password.size() >= kShortestToken) redact(value, password);
    }
    if (response_.status < 300 && !page_) return;
    for (const std::string_view secret : {shown, login, password}) redact(response_.body, secret);
    for (const Secret& secret : request_.hidden) redact(response_.body, secret.reveal());
}

/// How the transfer ended; nothing when it was stopped.
std::optional<CURLcode> Transfer::drive(const std::stop_token& stop) {
    LOCKSTEP_CHECK(curl_multi_add_handle(line_.multi(), line_.easy()) == CURLM_OK);
    int running = 1;
    while (running > 0) {
        if (stop.stop_requested()) return std::nullopt;
        LOCKSTEP_CHECK(curl_multi_perform(line_.multi(), &running) == CURLM_OK);
        if (running > 0) curl_multi_poll(line_.multi(), nullptr, 0, kPollMilliseconds, nullptr);
    }
    int left = 0;
    const CURLMsg* done = curl_multi_info_read(line_.multi(), &left);
    LOCKSTEP_CHECK(done != nullptr && done->msg == CURLMSG_DONE);
    return done->data.result;
}

Error Transfer::failure(CURLcode code) const {
    TransportFailure failed{.code = code};
    curl_easy_getinfo(line_.easy(), CURLINFO_OS_ERRNO, &failed.os_errno);
    curl_easy_getinfo(line_.easy(), CURLINFO_SSL_VERIFYRESULT, &failed.verify_result);
    curl_easy_getinfo(line_.easy(), CURLINFO_HTTP_CONNECTCODE, &failed.connect_status);
    failed.text = words_[0] != '\0' ? words_.data() : curl_easy_strerror(code);
    if (code == CURLE_PEER_FAILED_VERIFICATION) failed.certificate = certificate_facts(route_);
    return transport_error(failed, route_, request_.limits);
}

bool Transfer::refuse(Error error) {
    refused_ = std::move(error);
    return false;
}

bool Transfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > request_.limits.header_bytes)
        return refuse({.kind = ErrorKind::Malformed,
                       .code = "too-large",
                       .message = format("the header of the answer from {} is larger than {} bytes",
                                         route_.target.place(), request_.limits.header_bytes),
                       .remedy = "check that this is the right server"});
    // Interim (1xx) answers and the reply of a proxy come as headers of their own: the last set counts.
    if (line.starts_with("HTTP/")) {
        response_.headers.clear();
        long status = 0;
        curl_easy_getinfo(line_.easy(), CURLINFO_RESPONSE_CODE, &status);
        response_.status = static_cast<int>(status);
        return true;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    response_.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    return true;
}

bool Transfer::take_body(std::string_view bytes) {
    // libcurl 7.88 does not hold its own size limit for chunked or compressed bodies.
    body_bytes_ += bytes.size();
    if (body_bytes_ > request_.limits.body_bytes)
        return refuse({.kind = ErrorKind::Malformed,
                       .code = "too-large",
                       .message = format("the answer from {} is larger than {} bytes", route_.target.place(),
                                         request_.limits.body_bytes),
                       .remedy = "check that this is the right server"});
    const bool good = response_.status >= 200 && response_.status < 300;
    // Engines are asked through sockets; their archives may begin with any file name, also one like a page.
    if (good && body_bytes_ == bytes.size() && route_.socket.empty()) {
        response_.body = bytes;
        page_ = response_.is_web_page();
        response_.body.clear();
    }
    if (!good || page_) {
        response_.body += bytes.substr(0, kLargestPage - std::min(response_.body.size(), kLargestPage));
        return true;
    }
    if (!request_.sink) {
        response_.body.append(bytes);
        return true;
    }
    if (request_.sink(bytes)) return true;
    return refuse({.kind = ErrorKind::Cancelled,
                   .code = "transfer-stopped",
                   .message = format("reading the answer from {} was ended early", route_.target.place())});
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->take_header({data, size * count}) ? size * count : 0;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->take_body({data, size * count}) ? size * count : 0;
}

}  // namespace lockstep
