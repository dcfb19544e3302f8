// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/doctor/examine.hpp"
#include "app/show_status.hpp"

#include <set>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

/// Certificates, windows and soak times are not troubled by less.
constexpr std::chrono::milliseconds kTolerance = 2min;

Error wrong(std::chrono::milliseconds ahead, const std::string& against) {
    return {.kind = ErrorKind::Refused,
            .code = "clock-wrong",
            .message = format("this machine's clock is {} {} {}", span_text(ahead < 0ms ? -ahead : ahead),
                              ahead < 0ms ? "behind" : "ahead of", against),
            .remedy = "set the clock (timedatectl set-ntp true): certificates, windows and soak times depend on it"};
}

}  // namespace

void examine_clock(WallTime now, const std::vector<ForeignTime>& others, const std::optional<WallTime>& last_look,
                   Findings& findings) {
    std::set<std::string> asked;
    bool agrees = true;
    const auto hold = [&](std::chrono::milliseconds ahead, const std::string& against) {
        if (ahead <= kTolerance && ahead >= -kTolerance) return;
        agrees = false;
        findings.bad("clock", rfc3339(now), wrong(ahead, against));
    };
    for (const ForeignTime& other : others) {
        if (asked.insert(other.who).second) hold(now - other.time, format("what {} says", escaped(other.who, 400)));
    }
    if (last_look && *last_look > now) hold(now - *last_look, "the last look that was stored here");
    if (!agrees) return;
    if (asked.empty()) return findings.unknown("clock", rfc3339(now), "not-compared", "nobody told the time");
    findings.good("clock", rfc3339(now), "agrees", format("within 2 min of {} other machines", asked.size()));
}

}  // namespace lockstep
