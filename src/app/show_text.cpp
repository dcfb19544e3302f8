// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"

#include "app/show.hpp"
#include "app/show_holds.hpp"

namespace lockstep {
namespace {

Cell action_cell(const Finding& finding) {
    if (finding.skipped) return {"skip", Tone::Dim};
    switch (finding.verdict.action) {
        case Action::Update:
            return {"update", Tone::Good};
        case Action::Keep:
            return {"keep", finding.missing ? Tone::Warn : Tone::Plain};
        case Action::Refuse:
            return {"refuse", Tone::Bad};
    }
    return {};
}

std::string runs(const Finding& finding) {
    return finding.runs.empty() ? finding.image : format("{} (= {})", finding.image, finding.runs);
}

std::string goes_to(const Finding& finding) {
    return finding.verdict.tag.empty() ? "-" : finding.verdict.tag;
}

std::string why(const Finding& finding) {
    std::string text = format("{}: {}", finding.verdict.reason, finding.verdict.sentence);
    if (!finding.verdict.newer_major.empty()) {
        text += format(" (newer major {} exists; that step is a person's)", finding.verdict.newer_major);
    }
    return text;
}

/// "4.2.1, says https://server.example/version (named by …)"
std::string server_place(const Finding& finding) {
    const std::string version = finding.server.empty() ? "no version" : finding.server;
    const std::string from = finding.server_from.empty() ? "" : format(" (named by {})", finding.server_from);
    return format("{}, says {}{}", version, finding.server_url, from);
}

std::string findings_table(const CycleReport& report, const Screen& screen) {
    if (report.findings.empty()) {
        return "No container here is meant by a target. Label one vantage6-type=… or lockstep.enable=true, or write a "
               "target into the configuration.\n";
    }
    std::vector<std::vector<Cell>> rows;
    for (const Finding& finding : report.findings) {
        rows.push_back(
            {{finding.container}, {runs(finding)}, action_cell(finding), {goes_to(finding)}, {why(finding)}});
    }
    return table({"CONTAINER", "RUNS", "VERDICT", "TO", "WHY"}, rows, screen);
}

std::string title_of(const Swap& swap) {
    if (!swap.digest) return format("\n{}: {}, so it is made again or restarted with it\n", swap.name, swap.because);
    return format("\n{}: {} -> {}\n  {}\n", swap.name, swap.from.text(), swap.to.text(), swap.digest->text());
}

std::string steps_of_unit(const SwapUnit& unit) {
    std::string text;
    for (const Swap& swap : unit.swaps) text += title_of(swap);
    int number = 0;
    for (const Phase phase : {Phase::Planned, Phase::Prepared, Phase::Switching, Phase::Committed}) {
        for (const UnitStep& one : steps_of(phase, unit)) {
            text += format("  {:>2}. {}\n", ++number, sentence(one.step, unit.swaps[one.swap]));
        }
    }
    return text;
}

Cell result_cell(const SwapOutcome& outcome) {
    const Tone tone = outcome.result == SwapResult::Updated ? Tone::Good : Tone::Bad;
    return {std::string(word(outcome.result)), tone};
}

std::string gap(const SwapOutcome& outcome) {
    return outcome.gap ? format("{} ms", outcome.gap->count()) : std::string("-");
}

std::string outcomes_table(const CycleReport& report, const Screen& screen) {
    std::vector<std::vector<Cell>> rows;
    for (const auto* outcomes : {&report.repaired, &report.outcomes}) {
        for (const SwapOutcome& outcome : *outcomes) {
            rows.push_back({{outcome.container},
                            {outcome.from},
                            {outcome.to},
                            result_cell(outcome),
                            {gap(outcome)},
                            {outcome.reason}});
        }
    }
    return rows.empty() ? "" : "\n" + table({"SWAPPED", "FROM", "TO", "RESULT", "GAP", "WHY"}, rows, screen);
}

std::string candidates_table(const Verdict& verdict, const Screen& screen) {
    std::vector<std::vector<Cell>> rows;
    for (const Candidate& candidate : verdict.trace) {
        const Tone tone = candidate.taken ? Tone::Good : Tone::Plain;
        rows.push_back({{candidate.tag, tone},
                        {candidate.kind},
                        {candidate.version},
                        {candidate.channel},
                        {candidate.taken ? "taken" : "-", tone},
                        {format("{}: {}", candidate.reason, candidate.sentence), tone}});
    }
    return table({"TAG", "KIND", "VERSION", "CHANNEL", "", "WHY"}, rows, screen);
}

}  // namespace

std::string show_plan(const CycleReport& report, const Screen& screen) {
    std::string text = findings_table(report, screen) + show_holds(report.holds);
    for (const Finding& finding : report.findings) {
        if (!finding.server_from.empty()) text += format("{}: {}\n", finding.container, server_place(finding));
    }
    for (const SwapUnit& unit : report.units) text += steps_of_unit(unit);
    return text;
}

std::string show_once(const CycleReport& report, const Screen& screen) {
    return findings_table(report, screen) + show_holds(report.holds) + outcomes_table(report, screen);
}

std::string show_explain(const Finding& finding, const Screen& screen) {
    std::string text = format("{}\n  runs     {}\n  target   {}\n", finding.container, runs(finding), finding.target);
    if (!finding.server_url.empty()) text += format("  server   {}\n", server_place(finding));
    text +=
        format("  verdict  {} {}\n  why      {}\n\n", word(finding.verdict.action), finding.verdict.tag, why(finding));
    return text + candidates_table(finding.verdict, screen);
}

std::string show_tags(const std::string& repository, const Verdict& verdict, const Screen& screen) {
    const std::string tag = verdict.tag.empty() ? "" : " " + verdict.tag;
    const std::string head =
        format("{}\n  {}{}: {}: {}\n", repository, word(verdict.action), tag, verdict.reason, verdict.sentence);
    return verdict.trace.empty() ? head : head + "\n" + candidates_table(verdict, screen);
}

}  // namespace lockstep
