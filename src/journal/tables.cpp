// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include <SQLiteCpp/VariadicBind.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace lockstep {
namespace {

/// History lines that are kept; the oldest go first.
constexpr int kHistoryLines = 10'000;
/// Notes that are kept; the oldest go first. Thirty digests of a repository are thirty notes.
constexpr int kNotes = 50'000;

std::int64_t milliseconds_of(WallTime time) {
    return time.time_since_epoch().count();
}

WallTime time_of(std::int64_t milliseconds) {
    return WallTime(std::chrono::milliseconds(milliseconds));
}

SwapEntry swap_in(SQLite::Statement& row) {
    SwapEntry entry;
    entry.id = SwapId(row.getColumn("id").getString());
    entry.phase = row.getColumn("phase").getString();
    entry.name = row.getColumn("name").getString();
    entry.old_id = ContainerId(row.getColumn("old_id").getString());
    entry.new_id = ContainerId(row.getColumn("new_id").getString());
    entry.old_image = ImageId(row.getColumn("old_image").getString());
    entry.new_image = ImageId(row.getColumn("new_image").getString());
    entry.from = row.getColumn("from_reference").getString();
    entry.to = row.getColumn("to_reference").getString();
    entry.digest = row.getColumn("digest").getString();
    entry.auto_remove = row.getColumn("auto_remove").getInt() != 0;
    entry.was_running = row.getColumn("was_running").getInt() != 0;
    entry.restart_policy.text = row.getColumn("restart_policy").getString();
    entry.old_inspect.text = row.getColumn("old_inspect").getString();
    entry.old_body.text = row.getColumn("old_body").getString();
    entry.new_body.text = row.getColumn("new_body").getString();
    entry.settle_ms = row.getColumn("settle_ms").getInt64();
    entry.limit_ms = row.getColumn("limit_ms").getInt64();
    entry.attempts = row.getColumn("attempts").getInt();
    entry.reason = row.getColumn("reason").getString();
    entry.started = time_of(row.getColumn("started").getInt64());
    entry.unit = SwapId(row.getColumn("unit").getString());
    entry.position = row.getColumn("position").getInt();
    entry.depth = row.getColumn("depth").getInt();
    entry.kind = row.getColumn("kind").getString();
    entry.start_first = row.getColumn("start_first").getInt() != 0;
    entry.from_digest = row.getColumn("from_digest").getString();
    return entry;
}

HistoryEntry history_in(SQLite::Statement& row) {
    HistoryEntry entry;
    entry.at = time_of(row.getColumn("at").getInt64());
    entry.container = row.getColumn("container").getString();
    entry.from = row.getColumn("from_reference").getString();
    entry.to = row.getColumn("to_reference").getString();
    entry.digest = row.getColumn("digest").getString();
    entry.outcome = row.getColumn("outcome").getString();
    entry.reason = row.getColumn("reason").getString();
    const SQLite::Column gap = row.getColumn("gap_ms");
    if (!gap.isNull()) entry.gap = std::chrono::milliseconds(gap.getInt64());
    entry.from_digest = row.getColumn("from_digest").getString();
    entry.unit = row.getColumn("unit").getString();
    return entry;
}

void insert_history(SQLite::Database& database, const HistoryEntry& entry) {
    SQLite::Statement insert(database,
                             "INSERT INTO history (at, container, from_reference, to_reference, digest, outcome, "
                             "reason, from_digest, unit, gap_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    SQLite::bind(insert, milliseconds_of(entry.at), entry.container, entry.from, entry.to, entry.digest, entry.outcome,
                 entry.reason, entry.from_digest, entry.unit);
    if (entry.gap) insert.bind(10, static_cast<std::int64_t>(entry.gap->count()));
    insert.exec();
}

void store_note(SQLite::Database& database, const Note& note) {
    SQLite::Statement drop(database, "DELETE FROM note WHERE subject = ? AND key = ?");
    SQLite::bind(drop, note.subject, note.key);
    drop.exec();
    if (note.value.empty()) return;
    SQLite::Statement insert(database, "INSERT INTO note (subject, key, value, at) VALUES (?, ?, ?, ?)");
    SQLite::bind(insert, note.subject, note.key, note.value, milliseconds_of(note.at));
    insert.exec();
}

void write_swap(SQLite::Database& database, const SwapEntry& entry) {
    SQLite::Statement replace(
        database,
        "INSERT OR REPLACE INTO swap (id, phase, name, old_id, new_id, old_image, new_image, from_reference, "
        "to_reference, digest, auto_remove, was_running, restart_policy, old_inspect, old_body, new_body, settle_ms, "
        "limit_ms, attempts, reason, started, unit, position, depth, kind, start_first, from_digest) VALUES (?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    SQLite::bind(replace, entry.id.text(), entry.phase, entry.name, entry.old_id.text(), entry.new_id.text(),
                 entry.old_image.text(), entry.new_image.text(), entry.from, entry.to, entry.digest,
                 entry.auto_remove ? 1 : 0, entry.was_running ? 1 : 0, entry.restart_policy.text,
                 entry.old_inspect.text, entry.old_body.text, entry.new_body.text,
                 static_cast<std::int64_t>(entry.settle_ms), static_cast<std::int64_t>(entry.limit_ms), entry.attempts,
                 entry.reason, milliseconds_of(entry.started), entry.unit.text(), entry.position, entry.depth,
                 entry.kind, entry.start_first ? 1 : 0, entry.from_digest);
    replace.exec();
}

}  // namespace

void write_swaps(SQLite::Database& database, const std::vector<SwapEntry>& entries) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const SwapEntry& entry : entries) write_swap(database, entry);
    transaction.commit();
}

std::vector<SwapEntry> read_open_swaps(SQLite::Database& database) {
    SQLite::Statement select(database, "SELECT * FROM swap WHERE phase <> 'done' ORDER BY started, unit, position, id");
    std::vector<SwapEntry> entries;
    while (select.executeStep()) entries.push_back(swap_in(select));
    return entries;
}

void finish_swaps(SQLite::Database& database, const std::vector<SwapId>& ids, const std::vector<HistoryEntry>& lines) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const SwapId& id : ids) {
        SQLite::Statement drop(database, "DELETE FROM swap WHERE id = ?");
        SQLite::bind(drop, id.text());
        drop.exec();
    }
    for (const HistoryEntry& line : lines) insert_history(database, line);
    SQLite::Statement prune(database, "DELETE FROM history WHERE seq <= (SELECT max(seq) FROM history) - ?");
    SQLite::bind(prune, kHistoryLines);
    prune.exec();
    transaction.commit();
}

std::vector<HistoryEntry> read_history(SQLite::Database& database, std::size_t newest) {
    SQLite::Statement select(database, "SELECT * FROM history ORDER BY seq DESC LIMIT ?");
    const auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
    SQLite::bind(select, static_cast<std::int64_t>(std::min(newest, most)));
    std::vector<HistoryEntry> entries;
    while (select.executeStep()) entries.push_back(history_in(select));
    return entries;
}

void copy_into(SQLite::Database& database, const std::string& path) {
    SQLite::Statement copy(database, "VACUUM INTO ?");
    SQLite::bind(copy, path);
    copy.exec();
}

void write_bad(SQLite::Database& database, const BadDigest& bad) {
    SQLite::Statement replace(database,
                              "INSERT OR REPLACE INTO bad_digest (container, digest, reason, at) VALUES (?, ?, ?, ?)");
    SQLite::bind(replace, bad.container, bad.digest, bad.reason, milliseconds_of(bad.at));
    replace.exec();
}

std::vector<BadDigest> read_bad(SQLite::Database& database) {
    SQLite::Statement select(database, "SELECT * FROM bad_digest ORDER BY container, digest");
    std::vector<BadDigest> all;
    while (select.executeStep()) {
        all.push_back({.container = select.getColumn("container").getString(),
                       .digest = select.getColumn("digest").getString(),
                       .reason = select.getColumn("reason").getString(),
                       .at = time_of(select.getColumn("at").getInt64())});
    }
    return all;
}

int forget_bad(SQLite::Database& database, const std::string& container, const std::string& digest) {
    SQLite::Statement drop(database, "DELETE FROM bad_digest WHERE container = ? AND ? IN ('', digest)");
    SQLite::bind(drop, container, digest);
    return drop.exec();
}

void write_hold(SQLite::Database& database, const Hold& hold) {
    SQLite::Statement replace(database, "INSERT OR REPLACE INTO hold (name, reason, since, until) VALUES (?, ?, ?, ?)");
    SQLite::bind(replace, hold.name, hold.reason, milliseconds_of(hold.since));
    if (hold.until) replace.bind(4, milliseconds_of(*hold.until));
    replace.exec();
}

std::vector<Hold> read_holds(SQLite::Database& database) {
    SQLite::Statement select(database, "SELECT * FROM hold ORDER BY name");
    std::vector<Hold> all;
    while (select.executeStep()) {
        Hold hold{.name = select.getColumn("name").getString(),
                  .reason = select.getColumn("reason").getString(),
                  .since = time_of(select.getColumn("since").getInt64()),
                  .until = {}};
        const SQLite::Column until = select.getColumn("until");
        if (!until.isNull()) hold.until = time_of(until.getInt64());
        all.push_back(std::move(hold));
    }
    return all;
}

bool drop_hold(SQLite::Database& database, const std::string& name) {
    SQLite::Statement drop(database, "DELETE FROM hold WHERE name = ?");
    SQLite::bind(drop, name);
    return drop.exec() > 0;
}

void write_answer(SQLite::Database& database, const ServerAnswer& answer) {
    SQLite::Statement replace(
        database, "INSERT OR REPLACE INTO server_answer (url, version, first_seen, last_seen) VALUES (?, ?, ?, ?)");
    SQLite::bind(replace, answer.url, answer.version, milliseconds_of(answer.first), milliseconds_of(answer.last));
    replace.exec();
}

std::optional<ServerAnswer> read_answer(SQLite::Database& database, const std::string& url) {
    SQLite::Statement select(database, "SELECT * FROM server_answer WHERE url = ?");
    SQLite::bind(select, url);
    if (!select.executeStep()) return std::nullopt;
    return ServerAnswer{.url = select.getColumn("url").getString(),
                        .version = select.getColumn("version").getString(),
                        .first = time_of(select.getColumn("first_seen").getInt64()),
                        .last = time_of(select.getColumn("last_seen").getInt64())};
}

std::vector<Note> read_notes(SQLite::Database& database) {
    SQLite::Statement select(database, "SELECT * FROM note ORDER BY subject, key");
    std::vector<Note> all;
    while (select.executeStep()) {
        all.push_back({.subject = select.getColumn("subject").getString(),
                       .key = select.getColumn("key").getString(),
                       .value = select.getColumn("value").getString(),
                       .at = time_of(select.getColumn("at").getInt64())});
    }
    return all;
}

void store_notes(SQLite::Database& database, const std::vector<Note>& changes) {
    if (changes.empty()) return;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const Note& note : changes) store_note(database, note);
    SQLite::Statement prune(database,
                            "DELETE FROM note WHERE rowid IN (SELECT rowid FROM note ORDER BY at DESC LIMIT -1 "
                            "OFFSET ?)");
    SQLite::bind(prune, kNotes);
    prune.exec();
    transaction.commit();
}

}  // namespace lockstep
