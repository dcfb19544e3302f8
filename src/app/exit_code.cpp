// SPDX-License-Identifier: Apache-2.0
#include "app/exit_code.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

/// From the least serious on; the position is the weight.
constexpr std::array kBySeriousness{
    ExitCode::UpToDate,        ExitCode::WouldUpdate, ExitCode::Updated,    ExitCode::Blocked,
    ExitCode::EvidenceMissing, ExitCode::Refused,     ExitCode::RolledBack, ExitCode::Stuck};

ExitCode worse(ExitCode a, ExitCode b) {
    const auto weight = [](ExitCode code) {
        return std::ranges::find(kBySeriousness, code);
    };
    return std::max(a, b, [&](ExitCode x, ExitCode y) { return weight(x) < weight(y); });
}

ExitCode code_of(const SwapOutcome& outcome) {
    switch (outcome.result) {
        case SwapResult::Updated:
            return ExitCode::Updated;
        case SwapResult::RolledBack:
            return ExitCode::RolledBack;
        case SwapResult::Aborted:
            return ExitCode::Refused;
        case SwapResult::Stuck:
            return ExitCode::Stuck;
        case SwapResult::Interrupted:
        case SwapResult::HandedOver:
            return ExitCode::Blocked;
    }
    return ExitCode::Internal;
}

}  // namespace

ExitCode exit_code_of(const Finding& finding) {
    if (finding.missing) return ExitCode::EvidenceMissing;
    constexpr std::array kWaits{"server-unconfirmed", "paused", "on-hold", "handover",
                                "outside-window",     "soak",   "ramp"};
    if (std::ranges::find(kWaits, finding.verdict.reason) != kWaits.end()) return ExitCode::Blocked;
    switch (finding.verdict.action) {
        case Action::Update:
            return ExitCode::WouldUpdate;
        case Action::Keep:
            return ExitCode::UpToDate;
        case Action::Refuse:
            return ExitCode::Refused;
    }
    return ExitCode::Internal;
}

ExitCode exit_code_of(const CycleReport& report) {
    ExitCode code = report.stopped ? ExitCode::Blocked : ExitCode::UpToDate;
    for (const Finding& finding : report.findings) code = worse(code, exit_code_of(finding));
    for (const SwapOutcome& outcome : report.repaired) code = worse(code, code_of(outcome));
    for (const SwapOutcome& outcome : report.outcomes) code = worse(code, code_of(outcome));
    return code;
}

ExitCode exit_code_of(const Error& error) {
    const auto starts = [&](std::string_view prefix) {
        return error.code.starts_with(prefix);
    };
    if (error.kind == ErrorKind::Cancelled) return ExitCode::Blocked;
    if (error.code == "already-running") return ExitCode::AlreadyRunning;
    if (error.code == "journal-corrupt" || error.code == "journal-newer") return ExitCode::Stuck;
    if (starts("journal-")) return ExitCode::Configuration;
    if (starts("engine-") || starts("socket-") || error.code == "not-an-engine") return ExitCode::EngineUnreachable;
    if (starts("config-") || starts("listen-") || starts("reference-") || starts("constraint-") ||
        error.code == "no-such-container")
        return ExitCode::Configuration;
    if (error.code == "order-invalid") return ExitCode::Configuration;
    if (starts("order-")) return ExitCode::Blocked;
    constexpr std::array kRefusals{"not-a-version", "input-too-large", "nothing-to-roll-back", "not-recreatable"};
    if (std::ranges::find(kRefusals, error.code) != kRefusals.end()) return ExitCode::Refused;
    return ExitCode::EvidenceMissing;
}

}  // namespace lockstep
