// SPDX-License-Identifier: Apache-2.0
#include "registry/retry.hpp"

#include "lockstep/core/text.hpp"
#include "lockstep/net/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <string>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestWait{1000};
constexpr milliseconds kLongestWait{3'600'000};
constexpr milliseconds kLongestPause{300'000};

std::optional<long long> whole_number(std::string_view text) {
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool rest = end != text.data() + text.size();
    // More digits than fit are a very long time.
    if (error == std::errc::result_out_of_range && !rest && !text.starts_with('-')) return 1LL << 40U;
    if (text.empty() || error != std::errc() || rest) return std::nullopt;
    return number;
}

milliseconds jittered(const RegistryPace& pace, int attempt) {
    thread_local std::mt19937_64 random{std::random_device{}()};
    const long long most =
        std::min<long long>(pace.retry_base.count() << std::min(attempt - 1, 20), kLongestPause.count());
    return milliseconds(std::uniform_int_distribution<long long>(0, most)(random));
}

bool is_passing(int status) {
    constexpr std::array kPassing{408, 425, 429, 499, 500, 502, 503, 504, 522};
    return std::find(kPassing.begin(), kPassing.end(), status) != kPassing.end();
}

}  // namespace

std::optional<milliseconds> retry_after(std::string_view value, WallTime now) {
    value = trimmed(value);
    milliseconds wait{0};
    if (const auto seconds = whole_number(value)) {
        wait = milliseconds(std::clamp(*seconds, 0LL, 1LL << 32U) * 1000);
    } else if (const auto date = http_date(value)) {
        wait = *date - now;
    }
    if (wait.count() <= 0) return std::nullopt;
    return std::clamp(wait, kShortestWait, kLongestWait);
}

std::optional<milliseconds> pulls_used_up(const HttpResponse& answer) {
    const auto header = answer.header("ratelimit-remaining");
    if (!header) return std::nullopt;
    const std::string_view text = trimmed(*header);
    const std::size_t end = std::min(text.find(';'), text.size());
    if (whole_number(trimmed(text.substr(0, end))) != 0) return std::nullopt;
    const std::size_t window = text.find("w=");
    const auto seconds =
        window == std::string_view::npos ? std::nullopt : whole_number(trimmed(text.substr(window + 2)));
    return std::clamp(milliseconds(std::clamp(seconds.value_or(60), 0LL, 1LL << 32U) * 1000), kShortestWait,
                      kLongestWait);
}

std::optional<milliseconds> pause_before_next(const Result<HttpResponse>& answer, int attempt, const RegistryPace& pace,
                                              WallTime now) {
    if (attempt >= pace.tries) return std::nullopt;
    if (!answer) {
        const Error& error = answer.error();
        if (error.kind != ErrorKind::Transient) return std::nullopt;
        // A connection that broke is worth one more at once; more than one means that the server means it.
        if (error.code == "reset" || error.code == "truncated")
            return attempt == 1 ? std::optional(milliseconds(0)) : std::nullopt;
        const bool passing = error.code == "dns" || error.code == "connect" || error.code == "tls" ||
                             error.code == "registry-unreachable";
        return passing ? std::optional(jittered(pace, attempt)) : std::nullopt;
    }
    if (!is_passing(answer->status)) return std::nullopt;
    if (const auto asked = answer->header("Retry-After")) {
        const auto wait = retry_after(*asked, now);
        if (wait && *wait > pace.longest_wait) return std::nullopt;
        if (wait) return wait;
    }
    return jittered(pace, attempt);
}

}  // namespace lockstep
