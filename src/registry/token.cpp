// SPDX-License-Identifier: Apache-2.0
#include "registry/token.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include "registry/link.hpp"
#include "registry/token_answer.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using std::chrono::seconds;

constexpr std::size_t kLargestAnswer = 64U << 10U;
constexpr std::size_t kMostScopes = 50;
constexpr seconds kRenewEarly{10};
constexpr seconds kKeepDenial{6 * 3600};
constexpr seconds kKeepAnonymousDenial{60};

/// The wish's own scope first: some servers read only one.
std::vector<std::string> scopes_of(const TokenWish& wish) {
    std::vector<std::string> scopes{wish.scope};
    for (const std::string& other : wish.others) {
        if (scopes.size() < kMostScopes && std::find(scopes.begin(), scopes.end(), other) == scopes.end())
            scopes.push_back(other);
    }
    return scopes;
}

HttpLimits limits_for(const RegistryPace& pace) {
    return {
        .connect = pace.connect, .total = pace.short_answer, .low_speed = pace.low_speed, .body_bytes = kLargestAnswer};
}

bool is_foreign(const TokenWish& wish, const std::string& realm) {
    return host_of(wish.registry_url) != host_of(realm);
}

HttpRequest query_for(const TokenWish& wish, const std::string& realm) {
    std::string url = realm + (realm.find('?') == std::string::npos ? "?" : "&") + "client_id=lockstep";
    for (const std::string& scope : scopes_of(wish)) url += "&scope=" + percent_encoded(scope);
    if (!wish.challenge.service.empty()) url += "&service=" + percent_encoded(wish.challenge.service);
    HttpRequest request{.url = std::move(url), .headers = {{"Accept", "application/json"}}};
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

HttpRequest refresh_for(const TokenWish& wish, const std::string& realm, const Secret& refresh) {
    return {.method = HttpMethod::Post,
            .url = realm,
            .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
            .body = format("grant_type=refresh_token&client_id=lockstep&service={}&scope={}&refresh_token={}",
                           percent_encoded(wish.challenge.service), percent_encoded(join(scopes_of(wish), " ")),
                           percent_encoded(refresh.reveal()))};
}

}  // namespace

/// A wish without others has a slot of its own: its token must not take the place of one that is good for many.
TokenSource::Slot& TokenSource::slot(const TokenWish& wish) {
    const std::string key = join({origin_of(wish.registry_url), wish.challenge.realm, wish.challenge.service,
                                  wish.others.empty() ? wish.scope : "", wish.credentials.identity()},
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
    if (alive && kept.scopes.contains(wish.scope) && kept.header.reveal() != refused.reveal())
        return Token{.header = kept.header, .several = kept.scopes.size() > 1};
    return fetch(wish, kept, stop);
}

Result<TokenSource::Token> TokenSource::fetch(const TokenWish& wish, Slot& kept, const std::stop_token& stop) {
    const std::string realm = resolved(wish.challenge.realm, wish.registry_url);
    if (auto safe = realms_.check(wish.registry_url, realm, !wish.credentials.anonymous()); !safe)
        return std::move(safe).error();
    const Ticks asked = clock_.ticks();
    const auto answer = ask(wish, realm, kept, stop);
    if (!answer) return realm_not_reached(realm, answer.error());
    gate_.note_limits(wish.host, *answer);
    if (answer->status != 200) {
        Error error = token_refusal(*answer, realm, wish.credentials);
        kept.header = {};
        kept.denial.reset();
        kept.expires = asked;
        if (error.kind == ErrorKind::Denied) {
            kept.denial = error;
            kept.expires += wish.credentials.anonymous() ? kKeepAnonymousDenial : kKeepDenial;
        }
        return error;
    }
    auto given = read_token(*answer, realm);
    if (!given) return std::move(given).error();
    if (!given->refresh.empty()) kept.refresh = std::move(given->refresh);
    const auto scopes = scopes_of(wish);
    kept.denial.reset();
    kept.header = Secret("Bearer " + std::string(given->token.reveal()));
    kept.scopes = {scopes.begin(), scopes.end()};
    kept.expires = asked + given->life - kRenewEarly;
    return Token{.header = kept.header, .fresh = true, .several = scopes.size() > 1, .odd = std::move(given->odd)};
}

Result<HttpResponse> TokenSource::ask(const TokenWish& wish, const std::string& realm, Slot& kept,
                                      const std::stop_token& stop) {
    const auto send = [&](HttpRequest request) {
        request.limits = limits_for(pace_);
        request.hidden = wish.credentials.secrets();
        request.outer_only = wish.registry_is_outer && is_foreign(wish, realm);
        return http_.send(request, stop);
    };
    if (!wish.credentials.identity_token.empty()) {
        auto answer =
            send(refresh_for(wish, realm, kept.refresh.empty() ? wish.credentials.identity_token : kept.refresh));
        // Servers without the OAuth2 flow say so with 404 or 405 and know only the older GET.
        if (!answer || (answer->status != 404 && answer->status != 405)) return answer;
    }
    return send(query_for(wish, realm));
}

}  // namespace lockstep
