// SPDX-License-Identifier: Apache-2.0
#include "registry/session.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "lockstep/net/address.hpp"
#include "registry/link.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr int kMostRedirects = 5;

/// Docker Hub's API does not answer under the name that people write.
std::string api_host(const std::string& registry) {
    return registry == "docker.io" ? "registry-1.docker.io" : lower(registry);
}

std::string pull_scope(const Repository& repository) {
    return "repository:" + repository.path + ":pull";
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// The server speaks, but the other of http and https.
bool is_wrong_scheme(const Result<HttpResponse>& answer) {
    if (answer) return answer->status == 400 && lower(answer->body).find("https") != std::string::npos;
    const std::string& code = answer.error().code;
    return code == "tls" || code == "connect" || code == "not-http" || code == "reset" || code == "timeout";
}

Error redirect_refused(const std::string& from, const std::string& to, std::string_view why) {
    return {.kind = ErrorKind::Refused,
            .code = "redirect-refused",
            .message = format("{} redirects to '{}': {}", escaped(host_of(from)), escaped(to), why),
            .remedy = "this is a fault or an attack at the registry: ask who runs it"};
}

Result<void> check_redirect(const std::string& from, const std::string& to) {
    const std::string origin = origin_of(to);
    if (origin.empty()) return redirect_refused(from, to, "that is not an http or https URL");
    if (origin.starts_with("http://") && origin_of(from).starts_with("https://"))
        return redirect_refused(from, to, "https must not lead to plain http");
    if (is_inner_address(host_of(to)) && !is_inner_address(host_of(from)))
        return redirect_refused(from, to, "it must not lead to an inner address");
    return {};
}

/// Bearer is preferred; Basic serves only those who have a password.
std::optional<Challenge> chosen(const std::vector<Challenge>& offers, const Credentials& credentials) {
    for (const Challenge& offer : offers) {
        if (offer.scheme == Challenge::Scheme::Bearer && !offer.realm.empty()) return offer;
    }
    for (const Challenge& offer : offers) {
        if (offer.scheme == Challenge::Scheme::Basic && !credentials.password.empty()) return offer;
    }
    return std::nullopt;
}

}  // namespace

struct RegistrySession::Exchange {
    const std::string& base;  ///< scheme://host[:port]
    const RegistryQuestion& question;
    const Credentials& credentials;
    const std::stop_token& stop;
    Secret authorization = {};
    bool fresh = false;  ///< `authorization` was made for this question
};

RegistrySession::RegistrySession(HttpClient& http, const Clock& clock, const CredentialFile& credentials,
                                 const std::vector<std::string>& insecure)
    : http_(http), credentials_(credentials), tokens_(http, clock) {
    for (const std::string& host : insecure) insecure_.insert(lower(host));
}

/// Plain http only where it is harmless (loopback) or where a person allowed it; never as a silent way down.
std::vector<std::string> RegistrySession::schemes_for(const std::string& host) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = scheme_.find(host); known != scheme_.end()) return {known->second};
    }
    if (is_loopback(host_of(host))) return {"http", "https"};
    if (insecure_.contains(host)) return {"https", "http"};
    return {"https"};
}

Result<HttpResponse> RegistrySession::ask(const RegistryQuestion& question, const std::stop_token& stop) {
    const auto credentials = credentials_.find(question.repository);
    if (!credentials) return credentials.error();
    const std::string host = api_host(question.repository.registry);
    const auto schemes = schemes_for(host);
    std::optional<Result<HttpResponse>> first;
    for (const std::string& scheme : schemes) {
        auto answer = ask_at(scheme + "://" + host, question, *credentials, stop);
        if (schemes.size() == 1) return answer;
        if (!is_wrong_scheme(answer)) {
            const std::lock_guard lock(mutex_);
            if (answer) scheme_[host] = scheme;
            return answer;
        }
        if (!first) first = std::move(answer);
    }
    return *std::move(first);
}

Result<HttpResponse> RegistrySession::ask_at(const std::string& base, const RegistryQuestion& question,
                                             const Credentials& credentials, const std::stop_token& stop) {
    Exchange exchange{.base = base, .question = question, .credentials = credentials, .stop = stop};
    if (const auto challenge = remembered(base)) {
        auto ready = authorise(exchange, *challenge);
        if (!ready) return std::move(ready).error();
    }
    auto answer = follow(exchange);
    if (!answer || answer->status != 401) return answer;
    return answered(exchange, *std::move(answer));
}

/// One answer to a 401. What the registry says after it stands: asking again with the same right changes nothing.
Result<HttpResponse> RegistrySession::answered(Exchange& exchange, HttpResponse first) {
    const auto offers = offered(exchange, first);
    if (!offers) return offers.error();
    auto challenge = chosen(*offers, exchange.credentials);
    // Harbor offers only Basic once a token was refused; an expired token still deserves a new one.
    const bool stale = !exchange.authorization.empty() && !exchange.fresh;
    const bool bearer_offered = challenge && challenge->scheme == Challenge::Scheme::Bearer;
    if (stale && !bearer_offered) challenge = remembered(exchange.base);
    if (!challenge) return first;
    const Secret before = exchange.authorization;
    auto ready = authorise(exchange, *challenge);
    if (!ready) return std::move(ready).error();
    if (!*ready || before.reveal() == exchange.authorization.reveal()) return first;
    auto second = follow(exchange);
    if (second && second->status != 401) {
        const std::lock_guard lock(mutex_);
        challenges_[exchange.base] = *challenge;
    }
    return second;
}

/// The challenges of a 401; some servers give none with the answer but do at the API's root.
Result<std::vector<Challenge>> RegistrySession::offered(Exchange& exchange, const HttpResponse& answer) {
    const auto lines = answer.all("WWW-Authenticate");
    if (!lines.empty()) return challenges_in(lines);
    auto root = send(exchange, {.url = exchange.base + "/v2/", .limits = exchange.question.limits});
    if (!root) return std::move(root).error();
    return challenges_in(root->all("WWW-Authenticate"));
}

/// Makes the Authorization header; false when there is nothing to make it of.
Result<bool> RegistrySession::authorise(Exchange& exchange, const Challenge& challenge) {
    if (challenge.scheme == Challenge::Scheme::Basic) {
        if (exchange.credentials.password.empty()) return false;
        exchange.authorization = exchange.credentials.basic();
        exchange.fresh = true;
        return true;
    }
    const TokenWish wish{.registry_url = exchange.base + exchange.question.target,
                         .challenge = challenge,
                         .scope = pull_scope(exchange.question.repository),
                         .credentials = exchange.credentials};
    auto token = tokens_.token(wish, exchange.authorization, exchange.stop);
    if (!token) return std::move(token).error();
    exchange.authorization = token->header;
    exchange.fresh = token->fresh;
    return true;
}

Result<HttpResponse> RegistrySession::follow(Exchange& exchange) {
    const RegistryQuestion& question = exchange.question;
    const bool absolute = !origin_of(question.target).empty();
    HttpRequest request{.method = question.method,
                        .url = absolute ? question.target : exchange.base + question.target,
                        .headers = question.headers,
                        .authorization = exchange.authorization,
                        .limits = question.limits,
                        .accept_gzip = question.accept_gzip};
    for (int hop = 0; hop <= kMostRedirects; ++hop) {
        auto answer = send(exchange, request);
        if (!answer || !is_redirect(answer->status) || !answer->header("Location")) return answer;
        const std::string next = resolved(*answer->header("Location"), request.url);
        if (auto safe = check_redirect(request.url, next); !safe) return std::move(safe).error();
        if (origin_of(next) != origin_of(exchange.base)) request.authorization = {};
        request.url = next;
    }
    return redirect_refused(exchange.base, request.url, format("more than {} redirects", kMostRedirects));
}

/// GET and HEAD change nothing, so a connection that broke is worth one more try.
Result<HttpResponse> RegistrySession::send(Exchange& exchange, HttpRequest request) {
    auto answer = http_.send(request, exchange.stop);
    const bool broke = !answer && (answer.error().code == "reset" || answer.error().code == "truncated");
    return broke ? http_.send(request, exchange.stop) : std::move(answer);
}

std::optional<Challenge> RegistrySession::remembered(const std::string& base) {
    const std::lock_guard lock(mutex_);
    const auto known = challenges_.find(base);
    if (known == challenges_.end()) return std::nullopt;
    return known->second;
}

}  // namespace lockstep
