// SPDX-License-Identifier: Apache-2.0
#include "net/request_target.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace lockstep {
namespace {

using CurlUrl = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

Error url_invalid(const std::string& url, std::string_view why) {
    return {.kind = ErrorKind::Malformed,
            .code = "url-invalid",
            .message = format("cannot use the URL '{}': {}", escaped(url), why),
            .remedy = "write it as http://host[:port]/path or https://host[:port]/path, without user name or password"};
}

/// An error here may show a password, so the URL itself stays out.
Error url_with_credentials() {
    return {.kind = ErrorKind::Malformed,
            .code = "url-invalid",
            .message = "a URL carries a user name or password",
            .remedy = "take them out of the URL and configure credentials instead"};
}

std::string part(CURLU* url, CURLUPart which, unsigned int flags = CURLU_DEFAULT_PORT) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
    return text;
}

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_header_name(std::string_view name) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    const auto is_token = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               kMarks.find(c) != std::string_view::npos;
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), is_token);
}

bool is_header_value(std::string_view value) {
    return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

Error bad_header(std::string_view name) {
    return {.kind = ErrorKind::Malformed,
            .code = "bad-header",
            .message = format("the value for the request header '{}' holds a line break or NUL", escaped(name, 60)),
            .remedy = "check the setting, file or credential that this value comes from for stray line breaks"};
}

}  // namespace

bool RequestTarget::loopback() const {
    return host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

Result<RequestTarget> request_target(const std::string& url) {
    if (!is_printable(url)) return url_invalid(url, "it holds blanks, control or non-ASCII characters");
    const CurlUrl parsed(curl_url(), &curl_url_cleanup);
    const CURLUcode code = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME);
    if (code != CURLUE_OK) {
        if (url.find('@') != std::string::npos) return url_with_credentials();
        return url_invalid(url, lower(curl_url_strerror(code)));
    }
    if (!part(parsed.get(), CURLUPART_USER).empty() || !part(parsed.get(), CURLUPART_PASSWORD).empty())
        return url_with_credentials();
    RequestTarget target{.scheme = lower(part(parsed.get(), CURLUPART_SCHEME)),
                         .host = lower(part(parsed.get(), CURLUPART_HOST)),
                         .port = part(parsed.get(), CURLUPART_PORT),
                         .written = {}};
    const std::string written_port = part(parsed.get(), CURLUPART_PORT, 0);
    target.written = written_port.empty() ? target.host : target.host + ":" + written_port;
    if (target.scheme != "http" && target.scheme != "https")
        return url_invalid(url, "only http and https are spoken here");
    return target;
}

Result<void> check_headers(const HttpRequest& request) {
    for (const auto& [name, value] : request.headers) {
        if (!is_header_name(name) || !is_header_value(value)) return bad_header(name);
    }
    if (!is_header_value(request.authorization.reveal())) return bad_header("Authorization");
    return {};
}

}  // namespace lockstep
