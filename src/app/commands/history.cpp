// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"

#include <charconv>

namespace lockstep {
namespace {

Json json_of(const HistoryEntry& entry) {
    return {{"at", rfc3339(entry.at)}, {"name", entry.container},
            {"from", entry.from},      {"to", entry.to},
            {"digest", entry.digest},  {"result", entry.outcome},
            {"reason", entry.reason},  {"gap_ms", entry.gap ? Json(entry.gap->count()) : Json()}};
}

std::string lines_json(const std::vector<HistoryEntry>& entries) {
    Json lines = Json::array();
    for (const HistoryEntry& entry : entries) lines.push_back(json_of(entry));
    return dump(Json{{"schema", 1}, {"command", "history"}, {"history", std::move(lines)}}) + "\n";
}

std::string what(const HistoryEntry& entry) {
    const std::string reason = escaped(entry.reason, 1000);
    if (entry.from.empty()) return reason;
    return format("{} -> {}{}{}", escaped(entry.from), escaped(entry.to), reason.empty() ? "" : ": ", reason);
}

Tone tone_of(const HistoryEntry& entry) {
    if (entry.outcome == "ordered") return Tone::Plain;
    return entry.outcome == "updated" ? Tone::Good : Tone::Bad;
}

std::string lines_table(const std::vector<HistoryEntry>& entries, const Screen& screen) {
    if (entries.empty()) return "Nothing was changed here yet.\n";
    std::vector<std::vector<Cell>> rows;
    for (const HistoryEntry& entry : entries) {
        rows.push_back({{rfc3339(entry.at)},
                        {escaped(entry.container)},
                        {escaped(entry.outcome), tone_of(entry)},
                        {entry.gap ? format("{:.1f} s", static_cast<double>(entry.gap->count()) / 1000) : "-"},
                        {what(entry)}});
    }
    return table({"WHEN", "CONTAINER", "RESULT", "GAP", "WHAT"}, rows, screen);
}

ExitCode run(Session& session) {
    const std::string most = session.arguments().text("--last");
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(most.data(), most.data() + most.size(), count);
    if (error != std::errc() || end != most.data() + most.size() || count == 0) {
        return session.fail({.kind = ErrorKind::Malformed,
                             .code = "config-count",
                             .message = format("--last is '{}', not a number of lines", escaped(most)),
                             .remedy = "write a number such as 20"});
    }
    const std::string wanted = session.arguments().text("CONTAINER");
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        auto entries = open.world.ports().journal.history(wanted.empty() ? count : 1'000'000);
        if (!entries) return session.fail(entries.error());
        if (!wanted.empty()) std::erase_if(*entries, [&](const HistoryEntry& one) { return one.container != wanted; });
        if (entries->size() > count) entries->resize(count);
        session.print(session.json() ? lines_json(*entries) : lines_table(*entries, session.screen()));
        return ExitCode::UpToDate;
    });
}

}  // namespace

CommandSpec history_command() {
    return {.path = "history",
            .chapter = Chapter::Ask,
            .summary = "Say what was changed here, when, how long the gap was, and why it was taken back",
            .parameters =
                {{.name = "CONTAINER", .about = "Only this one", .completion = Completion::Container},
                 {.name = "--last", .about = "So many lines, newest first", .placeholder = "COUNT", .fallback = "20"}},
            .examples = {{"history --last 5", "the five newest changes"}},
            .run = run};
}

}  // namespace lockstep
