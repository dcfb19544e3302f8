// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"

#include "app/show.hpp"
#include "app/show_holds.hpp"

namespace lockstep {
namespace {

std::string_view direction_word(Direction direction) {
    switch (direction) {
        case Direction::None:
            return "";
        case Direction::Up:
            return "up";
        case Direction::Down:
            return "down";
    }
    return "";
}

Json error_json(const Error& error) {
    return {{"kind", word(error.kind)},
            {"code", error.code},
            {"message", error.message},
            {"remedy", error.remedy},
            {"origin", error.origin}};
}

Json steps_json(const Swap& swap) {
    Json steps = Json::array();
    for (const Phase phase : {Phase::Planned, Phase::Prepared, Phase::Switching, Phase::Committed}) {
        for (const Step& step : steps_of(phase, swap.shape)) {
            steps.push_back({{"phase", word(phase)}, {"step", word(step)}, {"sentence", sentence(step, swap)}});
        }
    }
    return steps;
}

Json candidates_json(const Verdict& verdict) {
    Json candidates = Json::array();
    for (const Candidate& candidate : verdict.trace) {
        candidates.push_back({{"tag", candidate.tag},
                              {"kind", candidate.kind},
                              {"version", candidate.version},
                              {"channel", candidate.channel},
                              {"taken", candidate.taken},
                              {"reason", candidate.reason},
                              {"sentence", candidate.sentence}});
    }
    return candidates;
}

Json verdict_json(const Verdict& verdict) {
    return {{"action", word(verdict.action)},
            {"tag", verdict.tag},
            {"direction", direction_word(verdict.direction)},
            {"reason", verdict.reason},
            {"sentence", verdict.sentence},
            {"newer_major", verdict.newer_major}};
}

Json finding_json(const Finding& finding) {
    Json object = verdict_json(finding.verdict);
    if (finding.skipped) object["action"] = "skip";
    object["name"] = finding.container;
    object["image"] = finding.image;
    object["target"] = finding.target;
    object["runs"] = finding.runs;
    object["server_version"] = finding.server;
    object["server_url"] = finding.server_url;
    object["server_from"] = finding.server_from;
    object["waits_until"] = finding.waits_until ? Json(rfc3339(*finding.waits_until)) : Json();
    object["missing"] = finding.missing ? error_json(*finding.missing) : Json();
    object["digest"] = finding.swap && finding.swap->digest ? Json(finding.swap->digest->text()) : Json();
    object["steps"] = finding.swap ? steps_json(*finding.swap) : Json::array();
    return object;
}

Json outcome_json(const SwapOutcome& outcome) {
    return {{"name", outcome.container},
            {"from", outcome.from},
            {"to", outcome.to},
            {"digest", outcome.digest},
            {"result", word(outcome.result)},
            {"reason", outcome.reason},
            {"kind", word(outcome.kind)},
            {"gap_ms", outcome.gap ? Json(outcome.gap->count()) : Json()}};
}

Json outcomes_json(const std::vector<SwapOutcome>& outcomes) {
    Json list = Json::array();
    for (const SwapOutcome& outcome : outcomes) list.push_back(outcome_json(outcome));
    return list;
}

std::string line(const Json& object) {
    return dump(object) + "\n";
}

}  // namespace

std::string json_of(const std::string& command, const CycleReport& report, ExitCode code) {
    Json containers = Json::array();
    for (const Finding& finding : report.findings) containers.push_back(finding_json(finding));
    return line({{"schema", 1},
                 {"command", command},
                 {"containers", std::move(containers)},
                 {"holds", json_of(report.holds)},
                 {"swaps", outcomes_json(report.outcomes)},
                 {"repaired", outcomes_json(report.repaired)},
                 {"error", nullptr},
                 {"exit_code", static_cast<int>(code)}});
}

std::string json_of(const Finding& finding) {
    Json object = finding_json(finding);
    object["schema"] = 1;
    object["command"] = "explain";
    object["candidates"] = candidates_json(finding.verdict);
    return line(object);
}

std::string json_of(const std::string& repository, const Verdict& verdict) {
    Json object = verdict_json(verdict);
    object["schema"] = 1;
    object["command"] = "tags";
    object["repository"] = repository;
    object["candidates"] = candidates_json(verdict);
    return line(object);
}

std::string json_of(const std::string& command, const Error& error, ExitCode code) {
    return line(
        {{"schema", 1}, {"command", command}, {"error", error_json(error)}, {"exit_code", static_cast<int>(code)}});
}

}  // namespace lockstep
