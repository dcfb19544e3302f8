// SPDX-License-Identifier: Apache-2.0
#include "app/status.hpp"

#include "lockstep/core/json.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr const char* kSubject = "status";
constexpr const char* kKey = "last look";

Json time_json(const std::optional<WallTime>& time) {
    return time ? Json(time->time_since_epoch().count()) : Json();
}

std::optional<WallTime> time_in(const Json& object, std::string_view pointer) {
    const Json& value = at(object, pointer);
    if (!value.is_number_integer()) return std::nullopt;
    return WallTime(std::chrono::milliseconds(value.get<long long>()));
}

Json json_of(const StatusLine& line) {
    return {{"name", line.container},
            {"image", line.image},
            {"runs", line.runs},
            {"target", line.target},
            {"action", line.action},
            {"tag", line.tag},
            {"reason", line.reason},
            {"sentence", line.sentence},
            {"waits_until", time_json(line.waits_until)},
            {"evidence_at", time_json(line.evidence_at)}};
}

StatusLine line_in(const Json& object) {
    return {.container = string_at(object, "/name"),
            .image = string_at(object, "/image"),
            .runs = string_at(object, "/runs"),
            .target = string_at(object, "/target"),
            .action = string_at(object, "/action"),
            .tag = string_at(object, "/tag"),
            .reason = string_at(object, "/reason"),
            .sentence = string_at(object, "/sentence"),
            .waits_until = time_in(object, "/waits_until"),
            .evidence_at = time_in(object, "/evidence_at")};
}

StatusLine line_of(const Finding& finding, const Status& before, WallTime now) {
    StatusLine line{.container = finding.container,
                    .image = finding.image,
                    .runs = finding.runs,
                    .target = finding.target,
                    .action = finding.skipped ? "skip" : std::string(word(finding.verdict.action)),
                    .tag = finding.verdict.tag,
                    .reason = finding.verdict.reason,
                    .sentence = finding.verdict.sentence,
                    .waits_until = finding.waits_until,
                    .evidence_at = {}};
    if (finding.skipped) return line;
    if (!finding.missing) {
        line.evidence_at = now;
        return line;
    }
    const auto same = std::ranges::find(before.lines, line.container, &StatusLine::container);
    if (same != before.lines.end()) line.evidence_at = same->evidence_at;
    return line;
}

/// A container that was just replaced runs what it was to run.
void note_outcome(StatusLine& line, const SwapOutcome& outcome) {
    line.reason = word(outcome.result);
    line.sentence = outcome.reason;
    if (outcome.result != SwapResult::Updated) return;
    line.image = outcome.to;
    line.action = word(Action::Keep);
    line.runs.clear();
    line.tag.clear();
}

}  // namespace

Status status_of(const CycleReport& report, const Status& before, WallTime now) {
    Status status{.looked_at = now, .next_look = {}, .lines = {}};
    for (const Finding& finding : report.findings) {
        StatusLine& line = status.lines.emplace_back(line_of(finding, before, now));
        const auto swapped = std::ranges::find(report.outcomes, finding.container, &SwapOutcome::container);
        if (swapped != report.outcomes.end()) note_outcome(line, *swapped);
    }
    return status;
}

void store_status(Journal& journal, const Status& status) {
    Json lines = Json::array();
    for (const StatusLine& line : status.lines) lines.push_back(json_of(line));
    const Json document{{"looked_at", time_json(status.looked_at)},
                        {"next_look", time_json(status.next_look)},
                        {"container", status.container},
                        {"containers", std::move(lines)}};
    static_cast<void>(journal.write_notes({{kSubject, kKey, dump(document), status.looked_at}}));
}

Result<std::optional<Status>> last_status(Journal& journal) {
    const auto notes = journal.notes();
    if (!notes) return notes.error();
    const auto note =
        std::ranges::find_if(*notes, [](const Note& one) { return one.subject == kSubject && one.key == kKey; });
    if (note == notes->end()) return std::optional<Status>{};
    const auto document = parse_json(note->value, "the stored status");
    if (!document) return document.error();
    Status status{.looked_at = time_in(*document, "/looked_at").value_or(note->at),
                  .next_look = time_in(*document, "/next_look"),
                  .lines = {},
                  .container = string_at(*document, "/container")};
    if (const Json& lines = at(*document, "/containers"); lines.is_array()) {
        for (const Json& line : lines) status.lines.push_back(line_in(line));
    }
    return std::optional<Status>(std::move(status));
}

}  // namespace lockstep
