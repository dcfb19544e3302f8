// SPDX-License-Identifier: Apache-2.0
#include "registry/authoriser.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/net/address.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::chrono::hours kKeepDenial{6};

std::string pull_scope(const Repository& repository) {
    return "repository:" + repository.path + ":pull";
}

bool is_bearer(const Challenge& challenge) {
    return challenge.scheme == Challenge::Scheme::Bearer && !challenge.realm.empty();
}

/// Bearer is preferred; Basic serves only those who have a password.
std::optional<Challenge> chosen(const std::vector<Challenge>& offers, const Credentials& credentials) {
    for (const Challenge& offer : offers) {
        if (is_bearer(offer)) return offer;
    }
    for (const Challenge& offer : offers) {
        if (offer.scheme == Challenge::Scheme::Basic && !credentials.password.empty()) return offer;
    }
    return std::nullopt;
}

std::string reason_in(const std::vector<Challenge>& offers) {
    for (const Challenge& offer : offers) {
        if (!offer.error.empty()) return offer.error;
    }
    return {};
}

}  // namespace

void Authoriser::expect(const std::set<Repository>& repositories) {
    const std::lock_guard lock(mutex_);
    expected_.insert(repositories.begin(), repositories.end());
}

std::vector<std::string> Authoriser::other_scopes(const Exchange& exchange) {
    std::vector<std::string> scopes;
    if (exchange.alone || book_.lacks(exchange.host, HostBook::Lack::TokenForSeveral)) return scopes;
    const std::lock_guard lock(mutex_);
    const Repository& own = exchange.question.repository;
    for (const Repository& other : expected_) {
        if (other.registry == own.registry && other != own) scopes.push_back(pull_scope(other));
    }
    return scopes;
}

Result<void> Authoriser::prepare(Exchange& exchange) {
    exchange.way = Exchange::Way::Anonymous;
    if (!exchange.credentials.registry_token.empty()) {
        exchange.way = Exchange::Way::Given;
        exchange.authorization = Secret("Bearer " + std::string(exchange.credentials.registry_token.reveal()));
        return {};
    }
    const auto known = book_.challenge(exchange.host);
    if (!known) return {};
    return authorise(exchange, *known);
}

Result<void> Authoriser::authorise(Exchange& exchange, const Challenge& challenge) {
    exchange.challenge = challenge;
    if (!is_bearer(challenge)) return show_login(exchange, Exchange::Way::Basic);
    if (takes_robot(exchange, challenge)) return show_login(exchange, Exchange::Way::BasicOfRobot);
    return show_token(exchange, challenge);
}

/// Harbor takes the name and password of a robot account directly, which saves the token.
bool Authoriser::takes_robot(const Exchange& exchange, const Challenge& challenge) const {
    const bool robot = challenge.service == "harbor-registry" && exchange.credentials.username.starts_with("robot$") &&
                       !exchange.credentials.password.empty();
    const bool safe = exchange.base.starts_with("https://") || is_loopback(host_of(exchange.base));
    return robot && safe && !book_.lacks(exchange.host, HostBook::Lack::BasicOfRobot);
}

bool Authoriser::refused_before(const Login& login) {
    const std::lock_guard lock(mutex_);
    const auto bad = bad_logins_.find(login);
    return bad != bad_logins_.end() && clock_.ticks() < bad->second;
}

Result<void> Authoriser::show_login(Exchange& exchange, Exchange::Way way) {
    if (exchange.credentials.password.empty()) return {};
    if (refused_before({exchange.base, exchange.credentials.identity()})) {
        return Error{
            .kind = ErrorKind::Denied,
            .code = "registry-denied",
            .message = format("{} refused this login before, asked {}", exchange.host, exchange.credentials.source),
            .remedy =
                "log in again with docker login; it is not tried again until it changes, so that "
                "the account is not locked"};
    }
    exchange.way = way;
    exchange.authorization = exchange.credentials.basic();
    exchange.several = false;
    return {};
}

Result<void> Authoriser::show_token(Exchange& exchange, const Challenge& challenge) {
    const TokenWish wish{.host = exchange.host,
                         .registry_url = exchange.base + exchange.question.target,
                         .challenge = challenge,
                         .scope = pull_scope(exchange.question.repository),
                         .others = other_scopes(exchange),
                         .credentials = exchange.credentials,
                         .registry_is_outer = exchange.outer};
    auto token = tokens_.token(wish, exchange.authorization, exchange.stop);
    if (!token) return std::move(token).error();
    if (!token->odd.empty() && notice_) notice_(token->odd);
    exchange.way = Exchange::Way::Bearer;
    exchange.authorization = token->header;
    exchange.fresh = token->fresh;
    exchange.several = token->several;
    return {};
}

Result<bool> Authoriser::refused(Exchange& exchange, const std::vector<Challenge>& offers) {
    switch (exchange.way) {
        case Exchange::Way::Given:
            return false;
        case Exchange::Way::Bearer:
            return token_refused(exchange, offers);
        case Exchange::Way::Basic:
        case Exchange::Way::BasicOfRobot:
            return login_refused(exchange, offers);
        case Exchange::Way::Unknown:
        case Exchange::Way::Anonymous:
            break;
    }
    const auto challenge = chosen(offers, exchange.credentials);
    if (!challenge) return false;
    exchange.renewals += 1;
    if (auto ready = authorise(exchange, *challenge); !ready) return std::move(ready).error();
    return !exchange.authorization.empty();
}

/// Harbor offers only Basic once a token was refused; an expired token still deserves a new one.
Result<bool> Authoriser::token_refused(Exchange& exchange, const std::vector<Challenge>& offers) {
    const std::string reason = reason_in(offers);
    if (exchange.fresh && reason == "invalid_token" && !exchange.waited) {
        // The token server's clock may be a little ahead of the registry's.
        exchange.waited = true;
        return clock_.wait(pace_.skew_wait, exchange.stop);
    }
    const bool others_in_the_way = exchange.several && (reason == "insufficient_scope" || exchange.renewals > 0);
    if (!others_in_the_way && (exchange.fresh || exchange.renewals > 0)) return false;
    const auto offered = chosen(offers, {});
    exchange.alone = others_in_the_way;
    exchange.renewals += 1;
    const Challenge challenge = offered && is_bearer(*offered) ? *offered : *exchange.challenge;
    if (auto ready = authorise(exchange, challenge); !ready) return std::move(ready).error();
    return true;
}

Result<bool> Authoriser::login_refused(Exchange& exchange, const std::vector<Challenge>& offers) {
    const auto challenge = chosen(offers, exchange.credentials);
    const bool moved = exchange.way == Exchange::Way::Basic && challenge && is_bearer(*challenge);
    if (moved && exchange.renewals == 0) {
        exchange.renewals += 1;
        if (auto ready = authorise(exchange, *challenge); !ready) return std::move(ready).error();
        return true;
    }
    if (exchange.way == Exchange::Way::BasicOfRobot) book_.learn_lack(exchange.host, HostBook::Lack::BasicOfRobot);
    const Login login{exchange.base, exchange.credentials.identity()};
    const std::lock_guard lock(mutex_);
    // A login that worked for something else is good; only this repository is closed to it.
    if (!good_logins_.contains(login)) bad_logins_[login] = clock_.ticks() + kKeepDenial;
    return false;
}

void Authoriser::worked(const Exchange& exchange) {
    if (exchange.alone) book_.learn_lack(exchange.host, HostBook::Lack::TokenForSeveral);
    if (exchange.challenge) book_.learn_challenge(exchange.host, *exchange.challenge);
    if (exchange.way != Exchange::Way::Basic && exchange.way != Exchange::Way::BasicOfRobot) return;
    const std::lock_guard lock(mutex_);
    good_logins_.insert({exchange.base, exchange.credentials.identity()});
}

}  // namespace lockstep
