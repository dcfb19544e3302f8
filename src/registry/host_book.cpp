// SPDX-License-Identifier: Apache-2.0
#include "registry/host_book.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/json.hpp"

#include <charconv>

namespace lockstep {
namespace {

constexpr std::chrono::hours kLongestWait{1};
constexpr std::chrono::hours kForgetLacks{24 * 7};
constexpr std::size_t kLongestChallenge = 4096;

std::string_view word(HostBook::Lack what) {
    switch (what) {
        case HostBook::Lack::TokenForSeveral:
            return "no token for several";
        case HostBook::Lack::DigestOfHead:
            return "no digest of head";
        case HostBook::Lack::BasicOfRobot:
            return "no basic of robot";
    }
    LOCKSTEP_CHECK(false);
}

template <typename Number>
std::optional<Number> number_in(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string HostBook::fact(const std::string& subject, const std::string& key) const {
    const auto note = notes_.recall(subject, key);
    return note ? note->value : "";
}

void HostBook::learn(const std::string& subject, const std::string& key, const std::string& value) {
    // What is known already is not written again.
    if (fact(subject, key) != value) notes_.keep(subject, key, value, clock_.now());
}

std::optional<Challenge> HostBook::challenge(const std::string& host) const {
    const auto note = parse_json(fact(host, "challenge"), "it");
    if (!note || !note->is_object()) return std::nullopt;
    Challenge challenge{.realm = string_at(*note, "/realm"), .service = string_at(*note, "/service")};
    const std::string scheme = string_at(*note, "/scheme");
    if (scheme != "basic" && (scheme != "bearer" || challenge.realm.empty())) return std::nullopt;
    challenge.scheme = scheme == "basic" ? Challenge::Scheme::Basic : Challenge::Scheme::Bearer;
    return challenge;
}

void HostBook::learn_challenge(const std::string& host, const Challenge& challenge) {
    const bool basic = challenge.scheme == Challenge::Scheme::Basic;
    const std::string text =
        dump(Json{{"scheme", basic ? "basic" : "bearer"}, {"realm", challenge.realm}, {"service", challenge.service}});
    if (text.size() <= kLongestChallenge) learn(host, "challenge", text);
}

std::string HostBook::scheme(const std::string& host) const {
    const std::string known = fact(host, "scheme");
    return known == "http" || known == "https" ? known : "";
}

void HostBook::learn_scheme(const std::string& host, const std::string& scheme) {
    learn(host, "scheme", scheme);
}

bool HostBook::lacks(const std::string& host, Lack what) const {
    const auto note = notes_.recall(host, word(what));
    // Servers are updated: what they could not do is tried again after a while.
    return note && note->at <= clock_.now() && clock_.now() - note->at < kForgetLacks;
}

void HostBook::learn_lack(const std::string& host, Lack what) {
    if (!lacks(host, what)) notes_.keep(host, std::string(word(what)), "yes", clock_.now());
}

std::size_t HostBook::page_size(const std::string& host) const {
    const auto size = number_in<std::size_t>(fact(host, "page size"));
    return size && *size <= 1000 ? *size : 0;
}

void HostBook::learn_page_size(const std::string& host, std::size_t size) {
    learn(host, "page size", std::to_string(size));
}

std::optional<WallTime> HostBook::asked_to_wait(const std::string& host) const {
    const auto stamp = number_in<long long>(fact(host, "wait until"));
    if (!stamp) return std::nullopt;
    const WallTime until{std::chrono::milliseconds(*stamp)};
    const WallTime now = clock_.now();
    if (until <= now || until > now + kLongestWait) return std::nullopt;
    return until;
}

void HostBook::learn_wait(const std::string& host, WallTime until) {
    learn(host, "wait until", std::to_string(until.time_since_epoch().count()));
}

std::optional<WallTime> HostBook::failing_since(const std::string& host) const {
    const auto note = notes_.recall(host, "failing");
    if (!note || note->at > clock_.now()) return std::nullopt;
    return note->at;
}

void HostBook::note_failure(const std::string& host) {
    if (!notes_.recall(host, "failing")) notes_.keep(host, "failing", "yes", clock_.now());
}

void HostBook::note_success(const std::string& host) {
    if (notes_.recall(host, "failing")) notes_.keep(host, "failing", "", clock_.now());
}

}  // namespace lockstep
