// SPDX-License-Identifier: Apache-2.0
#include "way_back.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>
#include <set>

namespace lockstep {
namespace {

bool runs(const Workload& workload, const std::string& digest) {
    return std::ranges::any_of(workload.image.digests(), [&](const Digest& one) { return one.text() == digest; });
}

bool is_move(const HistoryEntry& line) {
    return line.outcome == "updated" && !line.digest.empty() && !line.from_digest.empty();
}

/// The old image of the line, where this container can be put on it: of the same repository and with a tag.
std::optional<Reference> old_reference(const Workload& workload, const HistoryEntry& line) {
    if (!is_move(line) || line.container != workload.container.name) return std::nullopt;
    auto reference = Reference::parse(line.from);
    if (!reference || reference->tag().empty() || !Digest::parse(line.from_digest)) return std::nullopt;
    if (reference->repository() != workload.reference.repository()) return std::nullopt;
    return std::move(*reference);
}

bool failed_here(const std::vector<BadDigest>& bad, const HistoryEntry& line) {
    return std::ranges::any_of(
        bad, [&](const BadDigest& one) { return one.container == line.container && one.digest == line.from_digest; });
}

Error nothing(const Workload& workload, const std::string& to, const std::vector<std::string>& known) {
    const std::string& name = workload.container.name;
    const std::string what = to.empty() ? "no earlier image that it could go back to" : "no image " + escaped(to);
    return {.kind = ErrorKind::NotFound,
            .code = "nothing-to-roll-back",
            .message = format("the history of {} knows {}", escaped(name), what),
            .remedy = known.empty()
                          ? format("only what lockstep replaced can be put back; `lockstep history {}` lists it",
                                   escaped(name))
                          : format("name one with --to: {}", escaped(join(known, ", "), 1000))};
}

}  // namespace

Result<HistoryEntry> way_back(const Workload& workload, const std::string& to, const std::vector<HistoryEntry>& history,
                              const std::vector<BadDigest>& bad) {
    std::vector<std::string> known;
    for (const HistoryEntry& line : history) {
        const auto reference = old_reference(workload, line);
        if (!reference || runs(workload, line.from_digest)) continue;
        const bool is_named = to == reference->tag() || to == line.from_digest;
        if (is_named || (to.empty() && !failed_here(bad, line))) return line;
        if (std::ranges::find(known, reference->tag()) == known.end()) known.push_back(reference->tag());
    }
    return nothing(workload, to, known);
}

std::vector<HistoryEntry> moved_together(const HistoryEntry& line, const std::vector<HistoryEntry>& history) {
    std::vector<HistoryEntry> others;
    if (line.unit.empty()) return others;
    std::ranges::copy_if(history, std::back_inserter(others), [&](const HistoryEntry& other) {
        return is_move(other) && other.unit == line.unit && other.container != line.container;
    });
    return others;
}

bool still_runs(const Workload& workload, const HistoryEntry& line) {
    return runs(workload, line.digest);
}

Decision decision_to_go_back(const Workload& workload, const HistoryEntry& line) {
    const Reference from = Reference::parse(line.from).value();
    const GateSettings& gate = workload.target.gate;
    Decision decision;
    Finding& finding = decision.finding;
    finding.container = workload.container.name;
    finding.image = workload.reference.text();
    finding.target = workload.target.name;
    finding.verdict = {.action = Action::Update,
                       .tag = from.tag(),
                       .direction = Direction::Down,
                       .reason = "rollback",
                       .sentence = format("goes back to {}, which ran here until {}", from.text(), rfc3339(line.at))};
    decision.update = Decided{workload.container,
                              workload.image,
                              workload.reference,
                              finding.verdict,
                              Digest::parse(line.from_digest).value(),
                              line.unit,
                              Gate{gate.settle, gate.limit}};
    decision.moves = true;
    return decision;
}

}  // namespace lockstep
