// SPDX-License-Identifier: Apache-2.0
#include "registry/session.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include "registry/link.hpp"
#include "registry/redirect.hpp"
#include "registry/retry.hpp"
#include "registry/warnings.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr int kMostRedirects = 5;
constexpr int kMostRenewals = 3;

/// Docker Hub's API does not answer under the name that people write.
std::string api_host(const std::string& registry) {
    return registry == "docker.io" ? "registry-1.docker.io" : lower(registry);
}

/// The server speaks, but the other of http and https.
bool is_wrong_scheme(const Result<HttpResponse>& answer) {
    if (answer) return answer->status == 400 && lower(answer->body).find("https") != std::string::npos;
    const std::string& code = answer.error().code;
    // A proxy may let plain requests through, but no tunnels to this port.
    return code == "tls" || code == "connect" || code == "not-http" || code == "reset" || code == "timeout" ||
           code == "proxy";
}

bool is_good(const Result<HttpResponse>& answer) {
    return answer && (answer->status == 304 || (answer->status == 200 && !answer->is_web_page()));
}

bool is_stop(const Result<HttpResponse>& answer) {
    return !answer && answer.error().kind == ErrorKind::Cancelled;
}

}  // namespace

RegistrySession::RegistrySession(HttpClient& http, Clock& clock, CredentialStore& credentials, HostBook& book,
                                 const OciRegistryOptions& options)
    : http_(http),
      clock_(clock),
      credentials_(credentials),
      book_(book),
      options_(options),
      insecure_(options.insecure),
      realms_(options.auth_hosts),
      gate_(book, clock, options.pace),
      tokens_(http, clock, gate_, realms_, options.pace),
      rights_(tokens_, book, clock, options.pace, options.notice) {}

/// What answered last time comes first.
std::vector<std::string> RegistrySession::bases_for(const std::string& host) const {
    std::vector<std::string> schemes = insecure_.schemes(host);
    if (schemes.size() == 2 && schemes[1] == book_.scheme(host)) std::swap(schemes[0], schemes[1]);
    std::vector<std::string> bases;
    for (const std::string& scheme : schemes) bases.push_back(format("{}://{}", scheme, host));
    return bases;
}

Result<HttpResponse> RegistrySession::ask(const RegistryQuestion& question, const std::stop_token& stop) {
    if (question.repository.registry == "docker.io" && !options_.mirrors.empty()) {
        auto answer = ask_mirrors(question, stop);
        const bool theirs = !origin_of(question.target).empty() &&
                            origin_of(question.target) != origin_of("https://" + api_host("docker.io"));
        if (is_good(answer) || theirs || is_stop(answer)) return answer;
    }
    const std::string host = api_host(question.repository.registry);
    return ask_patiently(host, bases_for(host), question, stop);
}

/// A mirror gets the login that is kept for its own name, never that of Docker Hub.
Result<HttpResponse> RegistrySession::ask_mirrors(const RegistryQuestion& question, const std::stop_token& stop) {
    Result<HttpResponse> answer =
        Error{.kind = ErrorKind::NotFound, .code = "no-mirror", .message = "no mirror was asked"};
    for (const std::string& mirror : options_.mirrors) {
        const std::string origin = origin_of(question.target);
        if (!origin.empty() && origin != origin_of(mirror)) continue;
        RegistryQuestion asked = question;
        asked.repository.registry = authority_of(mirror);
        std::string base = mirror;
        while (base.ends_with('/')) base.pop_back();
        answer = ask_patiently(asked.repository.registry, {base}, asked, stop);
        if (is_good(answer) || is_stop(answer)) return answer;
        if (!answer && options_.notice)
            options_.notice(format("the mirror {} is of no use, the next one is asked: {}", asked.repository.registry,
                                   answer.error().text()));
    }
    return answer;
}

Result<HttpResponse> RegistrySession::ask_patiently(const std::string& host, const std::vector<std::string>& bases,
                                                    const RegistryQuestion& question, const std::stop_token& stop) {
    const auto credentials = credentials_.find(question.repository, stop);
    if (!credentials) return credentials.error();
    sent_.learn(*credentials);
    for (int attempt = 1;; ++attempt) {
        if (auto closed = gate_.closed(host, question.counts_as_pull)) return *std::move(closed);
        auto answer = ask_bases(host, bases, question, *credentials, stop);
        const auto pause = pause_before_next(answer, attempt, options_.pace, clock_.now());
        if (!pause) {
            gate_.note(host, answer);
            if (answer && answer->status == 401) credentials_.forget(question.repository);
            return answer;
        }
        if (!clock_.wait(*pause, stop))
            return Error{.kind = ErrorKind::Cancelled,
                         .code = "cancelled",
                         .message = format("waiting for {} was stopped", host)};
    }
}

Result<HttpResponse> RegistrySession::ask_bases(const std::string& host, const std::vector<std::string>& bases,
                                                const RegistryQuestion& question, const Credentials& credentials,
                                                const std::stop_token& stop) {
    std::optional<Result<HttpResponse>> first;
    for (const std::string& base : bases) {
        auto answer = ask_at({.host = host,
                              .base = base,
                              .question = question,
                              .credentials = credentials,
                              .stop = stop,
                              .outer = is_outer(base),
                              .verify = !insecure_.contains(host)});
        if (bases.size() == 1) return answer;
        if (!is_wrong_scheme(answer)) {
            if (answer) book_.learn_scheme(host, base.substr(0, base.find(':')));
            return answer;
        }
        if (!first) first = std::move(answer);
    }
    return *std::move(first);
}

Result<HttpResponse> RegistrySession::ask_at(Exchange exchange) {
    if (auto ready = rights_.prepare(exchange); !ready) return std::move(ready).error();
    auto answer = follow(exchange);
    exchange.outer = is_outer(exchange.base);
    for (int renewal = 0; answer && answer->status == 401 && renewal < kMostRenewals; ++renewal) {
        const auto offers = offered(exchange, *answer);
        if (!offers) return offers.error();
        const auto again = rights_.refused(exchange, *offers);
        if (!again) return again.error();
        if (!*again) return answer;
        answer = follow(exchange);
    }
    if (answer && answer->status != 401) rights_.worked(exchange);
    if (answer) remark(exchange, *answer);
    return answer;
}

void RegistrySession::remark(const Exchange& exchange, const HttpResponse& answer) const {
    if (!options_.notice) return;
    for (const std::string& warning : warnings_in(answer))
        options_.notice(format("the registry {} warns: {}", exchange.host, warning));
    const bool open = exchange.base.starts_with("http://") && !is_loopback(host_of(exchange.base));
    if (open && !exchange.authorization.empty())
        options_.notice(
            format("the login for {} goes over plain HTTP, where it can be read on the way", exchange.host));
}

/// The challenges of a 401; some servers give none with the answer but do at the API's root.
Result<std::vector<Challenge>> RegistrySession::offered(const Exchange& exchange, const HttpResponse& answer) {
    const auto lines = answer.all("WWW-Authenticate");
    if (!lines.empty() || exchange.renewals > 0) return challenges_in(lines);
    auto root = send(exchange, {.url = exchange.base + "/v2/", .limits = exchange.question.limits});
    if (!root) return std::move(root).error();
    return challenges_in(root->all("WWW-Authenticate"));
}

Result<HttpResponse> RegistrySession::follow(const Exchange& exchange) {
    const RegistryQuestion& question = exchange.question;
    const bool absolute = !origin_of(question.target).empty();
    HttpRequest request{.method = question.method,
                        .url = absolute ? question.target : exchange.base + question.target,
                        .headers = question.headers,
                        .authorization = exchange.authorization,
                        .sink = question.new_sink ? question.new_sink() : BodySink(),
                        .limits = question.limits,
                        .accept_gzip = question.accept_gzip};
    sent_.learn(exchange.authorization);
    for (int hop = 0; hop <= kMostRedirects; ++hop) {
        auto answer = send(exchange, request);
        if (!answer || !is_redirect(*answer)) return answer;
        const std::string next = resolved(*answer->header("Location"), request.url);
        if (auto safe = check_redirect(request.url, next); !safe) return std::move(safe).error();
        if (origin_of(next) != origin_of(exchange.base)) request.authorization = {};
        request.url = next;
    }
    return redirect_refused(exchange.base, request.url, format("more than {} redirects", kMostRedirects));
}

Result<HttpResponse> RegistrySession::send(const Exchange& exchange, const HttpRequest& request) {
    HttpRequest sent = request;
    const bool home = origin_of(sent.url) == origin_of(exchange.base);
    sent.hidden = exchange.credentials.secrets();
    sent.verify = exchange.verify || !home;
    sent.outer_only = !home && is_outer(exchange.base);
    auto answer = http_.send(sent, exchange.stop);
    if (answer && home && !answer->address.empty()) {
        const std::lock_guard lock(mutex_);
        outer_[exchange.base] = !is_inner_address(answer->address);
    }
    if (!answer && answer.error().code == "inner-address")
        return redirect_refused(exchange.base, sent.url, answer.error().message);
    return answer;
}

bool RegistrySession::is_outer(const std::string& base) {
    const std::lock_guard lock(mutex_);
    const auto known = outer_.find(base);
    return known != outer_.end() && known->second;
}

}  // namespace lockstep
