// SPDX-License-Identifier: Apache-2.0
#include "registry/token_answer.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using std::chrono::seconds;

constexpr seconds kShortestLife{60};
constexpr seconds kLongestLife{12 * 3600};

Error token_error(ErrorKind kind, std::string_view code, std::string message, std::string_view remedy = {}) {
    return {.kind = kind, .code = std::string(code), .message = std::move(message), .remedy = std::string(remedy)};
}

/// Seconds in `expires_in`; missing, odd or too short is a minute.
seconds life_in(const Json& answer) {
    const Json& field = at(answer, "/expires_in");
    if (!field.is_number()) return kShortestLife;
    const double value = field.get<double>();
    const double most = static_cast<double>(kLongestLife.count());
    return std::max(kShortestLife, seconds(static_cast<long>(std::clamp(value, 0.0, most))));
}

}  // namespace

Result<TokenAnswer> read_token(const HttpResponse& answer, const std::string& realm) {
    const auto body = parse_json(answer.body, "the token answer");
    if (!body || !body->is_object())
        return token_error(ErrorKind::Malformed, "registry-malformed",
                           format("the token server {} did not answer with a JSON object", escaped(realm)),
                           "check the registry's auth realm; a login page or proxy may stand in between");
    TokenAnswer found{.token = Secret(string_at(*body, "/access_token")), .life = life_in(*body)};
    Secret other(string_at(*body, "/token"));
    if (found.token.empty())
        found.token = std::move(other);
    else if (!other.empty() && other.reveal() != found.token.reveal())
        found.odd = format("the token server {} gave two different tokens; access_token is used", escaped(realm));
    if (found.token.empty())
        return token_error(ErrorKind::Malformed, "registry-malformed",
                           format("the token server {} answered without a token", escaped(realm)),
                           "ask who runs the registry; its token server is broken");
    found.refresh = Secret(string_at(*body, "/refresh_token"));
    return found;
}

Error token_refusal(const HttpResponse& answer, const std::string& realm, const Credentials& credentials) {
    const std::string who = format("the token server {}", escaped(realm));
    if (answer.status == 401 || answer.status == 403)
        return token_error(
            ErrorKind::Denied, "registry-denied",
            format("{} refused with status {}, asked {}", who, answer.status, credentials.source),
            "check user name and password with docker login; they are not tried again until they change");
    if (answer.status == 429)
        return token_error(
            ErrorKind::Transient, "registry-busy", format("{} answers too many requests (429)", who),
            format("it asks to wait: Retry-After {}", escaped(answer.header("Retry-After").value_or("unset"), 40)));
    if (answer.status >= 500)
        return token_error(ErrorKind::Transient, "registry-unreachable",
                           format("{} failed with status {}", who, answer.status), "it is asked again later");
    return token_error(ErrorKind::Malformed, "registry-malformed",
                       format("{} answered with status {} instead of a token", who, answer.status),
                       "check the registry's auth realm");
}

Error realm_not_reached(const std::string& realm, Error cause) {
    if (cause.kind == ErrorKind::Cancelled) return cause;
    const bool odd = cause.code == "too-large" || cause.code == "url-invalid";
    const bool inner = cause.code == "inner-address";
    return {.kind = cause.kind,
            .code = inner ? "realm-refused"
                    : odd ? "registry-malformed"
                          : "registry-unreachable",
            .message = format("asked the token server {}: {}", escaped(realm), cause.message),
            .remedy = std::move(cause.remedy),
            .origin = std::move(cause.origin)};
}

}  // namespace lockstep
