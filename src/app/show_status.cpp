// SPDX-License-Identifier: Apache-2.0
#include "app/show_status.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/clock_doubt.hpp"
#include "app/show_holds.hpp"

namespace lockstep {
namespace {

using namespace std::chrono;

constexpr const char* kNeverLooked =
    "No look was stored here yet. `lockstep once` looks once, `lockstep run` stays; `lockstep plan` says what would "
    "happen.\n";

std::string in_time(WallTime time, WallTime now) {
    return time > now ? "in " + span_text(time - now) : span_text(now - time) + " ago";
}

std::string next_text(const Status& status, WallTime now) {
    if (!status.next_look) return "";
    // Between its time and its end a look may take a while; later nobody is there to look.
    if (now - *status.next_look > minutes(10)) {
        return format("; the next one was due {} and did not come: is the daemon running?",
                      in_time(*status.next_look, now));
    }
    return *status.next_look > now ? format("; the next one is {}", in_time(*status.next_look, now)) : "; one is due";
}

Cell action_cell(const StatusLine& line) {
    const bool waits = line.waits_until.has_value() || line.reason == "paused" || line.reason == "on-hold";
    const Tone tone = line.action == "refuse" ? Tone::Bad
                      : line.action == "skip" ? Tone::Dim
                      : waits                 ? Tone::Warn
                                              : Tone::Good;
    return {waits ? "waits" : line.action, tone};
}

std::string why(const StatusLine& line, const Status& status, WallTime now) {
    std::string text = line.sentence.empty() ? line.reason : format("{}: {}", line.reason, line.sentence);
    if (line.action != "skip" && line.evidence_at != status.looked_at) {
        text += line.evidence_at ? format(" (all evidence was last there {})", in_time(*line.evidence_at, now))
                                 : " (the evidence was never complete)";
    }
    return text;
}

Json time_or_null(const std::optional<WallTime>& time) {
    return time ? Json(rfc3339(*time)) : Json();
}

Json json_of(const StatusLine& line, WallTime now) {
    return {
        {"name", line.container},
        {"image", line.image},
        {"runs", line.runs},
        {"target", line.target},
        {"action", line.action},
        {"tag", line.tag},
        {"reason", line.reason},
        {"sentence", line.sentence},
        {"waits_until", time_or_null(line.waits_until)},
        {"evidence_at", time_or_null(line.evidence_at)},
        {"evidence_age_s", line.evidence_at ? Json(duration_cast<seconds>(now - *line.evidence_at).count()) : Json()}};
}

}  // namespace

std::string span_text(milliseconds span) {
    const auto whole = duration_cast<seconds>(span);
    if (whole < minutes(2)) return format("{} s", whole.count());
    if (whole < hours(2)) return format("{} min", duration_cast<minutes>(whole).count());
    if (whole < days(2)) return format("{} h", duration_cast<hours>(whole).count());
    return format("{} d", duration_cast<days>(whole).count());
}

std::string show_status(const std::optional<Status>& status, const std::optional<HoldOff>& pause,
                        const std::vector<Hold>& holds, WallTime now, const Screen& screen) {
    std::string text;
    if (pause) {
        text = pause->until == WallTime::max() ? "Updates are PAUSED until `lockstep resume`.\n"
                                               : format("Updates are PAUSED until {}.\n", rfc3339(pause->until));
    }
    text += show_holds(holds);
    if (!status) return text + kNeverLooked;
    text += format("Looked {} ({}){}.\n", in_time(status->looked_at, now), rfc3339(status->looked_at),
                   next_text(*status, now));
    if (const auto doubt = clock_doubt({status->looked_at, {}}, now, {})) text += "Careful: " + *doubt + ".\n";
    if (status->lines.empty()) return text + "No container here is meant by a target.\n";
    std::vector<std::vector<Cell>> rows;
    for (const StatusLine& line : status->lines) {
        rows.push_back({{escaped(line.container)},
                        {escaped(line.runs.empty() ? line.image : format("{} (= {})", line.image, line.runs))},
                        action_cell(line),
                        {line.tag.empty() ? "-" : escaped(line.tag)},
                        {escaped(why(line, *status, now), 1000)}});
    }
    return text + table({"CONTAINER", "RUNS", "VERDICT", "TO", "WHY"}, rows, screen);
}

std::string json_of_status(const std::optional<Status>& status, const std::optional<HoldOff>& pause,
                           const std::vector<Hold>& holds, WallTime now) {
    Json object{{"schema", 1},
                {"command", "status"},
                {"paused", pause.has_value()},
                {"paused_until", pause && pause->until != WallTime::max() ? Json(rfc3339(pause->until)) : Json()},
                {"holds", json_of(holds)},
                {"looked_at", nullptr},
                {"next_look", nullptr},
                {"containers", Json::array()}};
    if (status) {
        object["looked_at"] = rfc3339(status->looked_at);
        object["next_look"] = time_or_null(status->next_look);
        for (const StatusLine& line : status->lines) object["containers"].push_back(json_of(line, now));
    }
    return dump(object) + "\n";
}

}  // namespace lockstep
