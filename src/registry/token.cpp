// SPDX-License-Identifier: Apache-2.0
#include "registry/token.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "registry/link.hpp"
#include "registry/realm.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using std::chrono::seconds;

constexpr std::size_t kLargestAnswer = 64U << 10U;
constexpr seconds kShortestLife{60};
constexpr seconds kLongestLife{12 * 3600};
constexpr seconds kRenewEarly{10};
constexpr seconds kKeepDenial{60};
constexpr HttpLimits kLimits{.total = seconds(20), .body_bytes = kLargestAnswer};

struct Answer {
    std::string token;
    seconds life = kShortestLife;
};

Error token_error(ErrorKind kind, std::string_view code, std::string message, std::string_view remedy = {},
                  std::string origin = {}) {
    return {.kind = kind,
            .code = std::string(code),
            .message = std::move(message),
            .remedy = std::string(remedy),
            .origin = std::move(origin)};
}

/// Seconds in `expires_in`; missing, odd or too short is a minute (distribution's token specification).
seconds life_in(const Json& answer) {
    const Json& field = at(answer, "/expires_in");
    if (!field.is_number()) return kShortestLife;
    const double value = field.get<double>();
    const double most = static_cast<double>(kLongestLife.count());
    return std::max(kShortestLife, seconds(static_cast<long>(std::clamp(value, 0.0, most))));
}

Result<Answer> read(const HttpResponse& answer, const std::string& realm) {
    const auto body = parse_json(answer.body, "the token answer");
    // The body may hold a token and is never shown.
    if (!body || !body->is_object())
        return token_error(ErrorKind::Malformed, "registry-malformed",
                           format("the token server {} did not answer with a JSON object", escaped(realm)),
                           "check the registry's auth realm; a login page or proxy may stand in between");
    std::string token = string_at(*body, "/access_token");
    if (token.empty()) token = string_at(*body, "/token");
    if (token.empty())
        return token_error(ErrorKind::Malformed, "registry-malformed",
                           format("the token server {} answered without a token", escaped(realm)));
    return Answer{std::move(token), life_in(*body)};
}

Error refusal(const HttpResponse& answer, const std::string& realm, const Credentials& credentials) {
    const std::string who = format("the token server {}", escaped(realm));
    if (answer.status == 401 || answer.status == 403)
        return token_error(ErrorKind::Denied, "registry-denied",
                           format("{} refused with status {}, asked {}", who, answer.status, credentials.source),
                           "check user name and password with docker login");
    if (answer.status == 429)
        return token_error(
            ErrorKind::Transient, "registry-busy", format("{} answers too many requests (429)", who),
            format("it asks to wait: Retry-After {}", escaped(answer.header("Retry-After").value_or("unset"))));
    if (answer.status >= 500)
        return token_error(ErrorKind::Transient, "registry-unreachable",
                           format("{} failed with status {}", who, answer.status), "it is asked again later");
    return token_error(ErrorKind::Malformed, "registry-malformed",
                       format("{} answered with status {} instead of a token", who, answer.status),
                       "check the registry's auth realm");
}

Error not_reached(const std::string& realm, Error cause) {
    if (cause.kind == ErrorKind::Cancelled) return cause;
    const bool odd = cause.code == "too-large" || cause.code == "url-invalid";
    return {.kind = cause.kind,
            .code = odd ? "registry-malformed" : "registry-unreachable",
            .message = format("asked the token server {}: {}", escaped(realm), cause.message),
            .remedy = std::move(cause.remedy),
            .origin = std::move(cause.origin)};
}

HttpRequest query_for(const TokenWish& wish, const std::string& realm) {
    std::string url = realm + (realm.find('?') == std::string::npos ? "?" : "&");
    url += "client_id=lockstep&scope=" + percent_encoded(wish.scope);
    if (!wish.challenge.service.empty()) url += "&service=" + percent_encoded(wish.challenge.service);
    HttpRequest request{.url = std::move(url), .headers = {{"Accept", "application/json"}}, .limits = kLimits};
    if (wish.credentials.anonymous()) return request;
    Credentials sent = wish.credentials;
    if (sent.password.empty()) {
        sent.password = sent.identity_token;
        if (sent.username.empty()) sent.username = "<token>";
    }
    request.url += "&account=" + percent_encoded(sent.username);
    request.authorization = sent.basic();
    return request;
}

HttpRequest refresh_for(const TokenWish& wish, const std::string& realm) {
    return {.method = HttpMethod::Post,
            .url = realm,
            .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
            .body = format("grant_type=refresh_token&client_id=lockstep&service={}&scope={}&refresh_token={}",
                           percent_encoded(wish.challenge.service), percent_encoded(wish.scope),
                           percent_encoded(wish.credentials.identity_token.reveal())),
            .limits = kLimits};
}

}  // namespace

TokenSource::Slot& TokenSource::slot(const TokenWish& wish) {
    const std::string key = join({origin_of(wish.registry_url), wish.challenge.realm, wish.challenge.service,
                                  wish.scope, wish.credentials.identity()},
                                 "\n");
    const std::lock_guard lock(mutex_);
    auto& found = slots_[key];
    if (!found) found = std::make_unique<Slot>();
    return *found;
}

Result<TokenSource::Token> TokenSource::token(const TokenWish& wish, const Secret& refused,
                                              const std::stop_token& stop) {
    Slot& kept = slot(wish);
    // Whoever comes second waits here and finds the first one's token.
    const std::lock_guard lock(kept.mutex);
    const bool alive = clock_.ticks() < kept.expires;
    if (alive && kept.denial) return *kept.denial;
    if (alive && kept.header.reveal() != refused.reveal()) return Token{kept.header, false};
    auto header = fetch(wish, kept, stop);
    if (!header) return std::move(header).error();
    return Token{*std::move(header), true};
}

Result<Secret> TokenSource::fetch(const TokenWish& wish, Slot& kept, const std::stop_token& stop) {
    const std::string realm = resolved(wish.challenge.realm, wish.registry_url);
    if (auto safe = check_realm(wish.registry_url, realm, !wish.credentials.anonymous()); !safe)
        return std::move(safe).error();
    const Ticks asked = clock_.ticks();
    const auto answer = ask(wish, realm, stop);
    if (!answer) return not_reached(realm, answer.error());
    if (answer->status != 200) {
        Error error = refusal(*answer, realm, wish.credentials);
        kept.header = {};
        kept.denial.reset();
        kept.expires = asked;
        if (error.kind == ErrorKind::Denied) {
            kept.denial = error;
            kept.expires += kKeepDenial;
        }
        return error;
    }
    auto read_answer = read(*answer, realm);
    if (!read_answer) return std::move(read_answer).error();
    kept.denial.reset();
    kept.header = Secret("Bearer " + read_answer->token);
    kept.expires = asked + read_answer->life - kRenewEarly;
    return kept.header;
}

Result<HttpResponse> TokenSource::ask(const TokenWish& wish, const std::string& realm, const std::stop_token& stop) {
    if (!wish.credentials.identity_token.empty()) {
        auto answer = http_.send(refresh_for(wish, realm), stop);
        // Servers without the OAuth2 flow say so with 404 or 405 and know only the older GET.
        if (!answer || (answer->status != 404 && answer->status != 405)) return answer;
    }
    return http_.send(query_for(wish, realm), stop);
}

}  // namespace lockstep
