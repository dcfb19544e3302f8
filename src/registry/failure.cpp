// SPDX-License-Identifier: Apache-2.0
#include "registry/failure.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/http_date.hpp"

#include "registry/retry.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace lockstep {
namespace {

/// The registry's own words: first entry of `errors`, which some send as a single object or bare.
struct ServerWords {
    std::string code;  ///< upper case
    std::string text;
};

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

ServerWords words_in(const HttpResponse& answer) {
    ServerWords words{.code = {}, .text = format("HTTP {}", answer.status)};
    const auto body = parse_json(answer.body, "the error", {.bytes = 64U << 10U});
    if (!body) {
        if (!answer.body.empty()) words.text += " " + escaped(trimmed(answer.body), 120);
        return words;
    }
    const Json& errors = at(*body, "/errors");
    const Json& first = errors.is_array() ? at(errors, "/0") : errors.is_object() ? errors : *body;
    words.code = upper(string_at(first, "/code"));
    const std::string message = string_at(first, "/message");
    if (!words.code.empty()) words.text += " " + escaped(words.code, 40);
    // Whoever has a policy against an image says in it what a person has to do.
    if (!message.empty()) words.text += " " + escaped(message, answer.status == 412 ? 1000 : 200);
    return words;
}

struct Class {
    ErrorKind kind;
    std::string_view code;
    std::string message;
    std::string remedy;
};

/// Tokens and certificates depend on time: "" unless the clocks are further apart than servers forgive.
std::string clock_trouble(const HttpResponse& answer, const Asked& asked) {
    const auto theirs = http_date(answer.header("Date").value_or(""));
    if (!theirs) return {};
    const auto apart = std::chrono::duration_cast<std::chrono::minutes>(asked.now - *theirs).count();
    if (apart >= -5 && apart <= 5) return {};
    return format("; this machine's clock is {} minutes {} the registry's", std::abs(apart),
                  apart > 0 ? "ahead of" : "behind");
}

Class denied(const HttpResponse& answer, const Asked& asked) {
    return {ErrorKind::Denied, "registry-denied",
            format("{} does not let us read {}; asked {}{}", asked.registry, asked.what, asked.credentials,
                   clock_trouble(answer, asked)),
            "it is missing, or these credentials have no pull right: check with docker login and docker pull"};
}

Class missing(const HttpResponse& answer, const ServerWords& words, const Asked& asked) {
    if (answer.is_web_page() && !answer.header("Docker-Distribution-Api-Version"))
        return {ErrorKind::NotFound, "not-a-registry",
                format("{} answered with a web page when asked for {}", asked.registry, asked.what),
                "check the registry's name and port in the image reference"};
    if (asked.whole_repository || words.code == "NAME_UNKNOWN" || words.code == "NAME_INVALID")
        return {ErrorKind::NotFound, "repository-missing", format("{} does not know {}", asked.registry, asked.what),
                "check the repository's spelling; some registries also hide private ones this way"};
    return {ErrorKind::NotFound, "tag-missing", format("{} has no {}", asked.registry, asked.what),
            "it may have been deleted; the running container is left alone"};
}

/// A quota of pulls over hours is another matter than too many requests in a minute.
Class busy(const HttpResponse& answer, const ServerWords& words, const Asked& asked) {
    const bool quota = pulls_used_up(answer) || lower(words.text).find("pull rate limit") != std::string::npos;
    const auto wait = retry_after(answer.header("Retry-After").value_or(""), asked.now).value_or(kWaitUnasked);
    return {
        ErrorKind::Transient, "registry-busy",
        format("{} {}; asked for {}", asked.registry,
               quota ? "has given us all the pulls of this period" : "gets too many requests from us", asked.what),
        format("it is asked again after {}; {}", rfc3339(asked.now + wait),
               quota ? "log in for a higher limit" : "check less often, or from fewer machines behind one address")};
}

/// What nginx and Go's servers say to who comes without a certificate, or without TLS.
std::optional<Class> wrong_port_or_certificate(const HttpResponse& answer, const Asked& asked) {
    if (answer.status != 400) return std::nullopt;
    const std::string body = lower(answer.body);
    if (body.find("ssl certificate was sent") != std::string::npos ||
        body.find("ssl certificate error") != std::string::npos)
        return Class{ErrorKind::Denied, "registry-tls", format("{} wants a client certificate", asked.registry),
                     format("put NAME.cert and NAME.key into the folder {} of certs.d", asked.registry)};
    if (body.find("to https") != std::string::npos || body.find("to an https") != std::string::npos)
        return Class{ErrorKind::Malformed, "registry-tls",
                     format("{} is an HTTPS port, asked in plain HTTP", asked.registry),
                     "take the host out of the list of insecure registries"};
    return std::nullopt;
}

Class classified(const HttpResponse& answer, const ServerWords& words, const Asked& asked) {
    const int status = answer.status;
    if (auto trouble = wrong_port_or_certificate(answer, asked)) return *std::move(trouble);
    if (status == 429 || words.code == "TOOMANYREQUESTS" || words.code == "TOO_MANY_REQUEST")
        return busy(answer, words, asked);
    if (status == 412 || words.code == "PROJECTPOLICYVIOLATION")
        return {ErrorKind::Refused, "registry-denied",
                format("a policy of {} forbids pulling {}", asked.registry, asked.what),
                "scan or allow the image in the registry's project settings"};
    if (status == 451 || (status == 403 && answer.is_web_page()))
        return {ErrorKind::Denied, "registry-denied", format("{} may not serve {}", asked.registry, asked.what),
                "it is blocked by a proxy or by law"};
    if (status == 401 || status == 403 || words.code == "UNAUTHORIZED" || words.code == "DENIED")
        return denied(answer, asked);
    if (status == 404 || words.code == "MANIFEST_UNKNOWN" || words.code == "NAME_UNKNOWN")
        return missing(answer, words, asked);
    if (status >= 500 || status == 408 || status == 425)
        return {ErrorKind::Transient, "registry-unreachable",
                format("{} failed when asked for {}", asked.registry, asked.what), "it is asked again later"};
    return {ErrorKind::Malformed, "registry-malformed",
            format("{} gave an answer that does not fit the question for {}", asked.registry, asked.what),
            "check the registry's name; a proxy in between may also answer like this"};
}

}  // namespace

Error failure_of(const HttpResponse& answer, const Asked& asked) {
    const ServerWords words = words_in(answer);
    Class kind = classified(answer, words, asked);
    return {.kind = kind.kind,
            .code = std::string(kind.code),
            .message = std::move(kind.message),
            .remedy = std::move(kind.remedy),
            .origin = words.text};
}

Error failure_of(Error transport, const Asked& asked) {
    constexpr std::array<std::string_view, 5> kOurs{"realm-refused", "redirect-refused", "credentials-invalid",
                                                    "proxy-denied", "cancelled"};
    const bool settled =
        transport.code.starts_with("registry-") || std::find(kOurs.begin(), kOurs.end(), transport.code) != kOurs.end();
    if (settled) return transport;
    const bool odd = transport.code == "too-large" || transport.code == "bad-header" || transport.code == "url-invalid";
    transport.message = format("asked {} for {}: {}", asked.registry, asked.what, transport.message);
    const bool denied_by_proxy = transport.code == "proxy" && transport.kind == ErrorKind::Denied;
    // A handshake that broke may do better next time; a certificate does not.
    const bool tls = transport.code == "tls" && transport.kind != ErrorKind::Transient;
    transport.code = odd               ? "registry-malformed"
                     : denied_by_proxy ? "proxy-denied"
                     : tls             ? "registry-tls"
                                       : "registry-unreachable";
    return transport;
}

Error portal(const HttpResponse& answer, const Asked& asked) {
    const std::string body = lower(std::string_view(answer.body).substr(0, 4096));
    const std::size_t begin = body.find("<title>");
    const std::size_t end = begin == std::string::npos ? begin : body.find("</title>", begin);
    std::string title;
    if (end != std::string::npos) title = answer.body.substr(begin + 7, end - begin - 7);
    return {.kind = ErrorKind::Transient,
            .code = "not-a-registry",
            .message = format("{} answered with a web page instead of {}", asked.registry, asked.what),
            .remedy = "a captive portal, login page or proxy stands in between, or this is not a registry",
            .origin = escaped(trimmed(title))};
}

}  // namespace lockstep
