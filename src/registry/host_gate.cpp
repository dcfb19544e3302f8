// SPDX-License-Identifier: Apache-2.0
#include "registry/host_gate.hpp"

#include "lockstep/core/format.hpp"

#include "registry/retry.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::hours kLongestCircuit{6};

Error busy(const std::string& host, std::string_view why, std::string_view remedy) {
    return {.kind = ErrorKind::Transient,
            .code = "registry-busy",
            .message = format("{} {}", host, why),
            .remedy = std::string(remedy)};
}

/// The host itself is away, not one of its repositories.
std::optional<Error> trouble_of_host(const std::string& host, const Result<HttpResponse>& answer) {
    if (!answer) {
        const std::string& code = answer.error().code;
        const bool away = code == "dns" || code == "connect" || code == "tls" || code == "timeout" || code == "proxy";
        return away ? std::optional(answer.error()) : std::nullopt;
    }
    if (answer->status != 502 && answer->status != 503 && answer->status != 504) return std::nullopt;
    return Error{.kind = ErrorKind::Transient,
                 .code = "registry-unreachable",
                 .message = format("{} answers with status {}", host, answer->status),
                 .remedy = "look at the registry and at proxies in front of it"};
}

}  // namespace

std::optional<Error> HostGate::closed(const std::string& host, bool counts_as_pull) {
    if (const auto until = book_.asked_to_wait(host))
        return busy(host, format("asked us to wait until {}", rfc3339(*until)),
                    "it is asked again after that; log in for a higher limit, or check less often");
    const std::lock_guard lock(mutex_);
    const State& state = states_[host];
    const Ticks now = clock_.ticks();
    if (counts_as_pull && now < state.pulls_again)
        return busy(host, "has no pull left for us in this period",
                    "log in for a higher limit, or wait: nothing else is affected");
    if (now >= state.again || !state.failure) return std::nullopt;
    Error error = *state.failure;
    error.message += format("; it was not asked once more, the next time is in {} s",
                            std::chrono::ceil<std::chrono::seconds>(state.again - now).count());
    return error;
}

void HostGate::note(const std::string& host, const Result<HttpResponse>& answer) {
    if (!answer && answer.error().kind == ErrorKind::Cancelled) return;
    if (answer) note_limits(host, *answer);
    const auto trouble = trouble_of_host(host, answer);
    const std::lock_guard lock(mutex_);
    State& state = states_[host];
    if (trouble) return note_down(state, *trouble);
    state.failures = 0;
    state.failure.reset();
    if (!answer) return;
    if (const auto span = pulls_used_up(*answer)) state.pulls_again = clock_.ticks() + *span;
}

/// A single bad status may be one repository's fault; a host that cannot be reached is down for all.
void HostGate::note_down(State& state, const Error& error) {
    state.failures += 1;
    const bool unsure = error.code == "registry-unreachable" && state.failures == 1;
    if (unsure) return;
    const auto span = pace_.circuit * (1LL << std::min(state.failures - 1, 12));
    state.again = clock_.ticks() + std::min<milliseconds>(span, kLongestCircuit);
    state.failure = error;
}

void HostGate::note_limits(const std::string& host, const HttpResponse& answer) {
    if (answer.status != 429 && answer.status != 503) return;
    const auto header = answer.header("Retry-After");
    auto wait = header ? retry_after(*header, clock_.now()) : std::nullopt;
    if (!wait && answer.status == 429) wait = kWaitUnasked;
    if (wait) book_.learn_wait(host, clock_.now() + *wait);
}

}  // namespace lockstep
