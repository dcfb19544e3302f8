// SPDX-License-Identifier: Apache-2.0
#include "schema.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace lockstep {
namespace {

// Migration N brings format N to N+1. Never edited once released: add the next one. Times are milliseconds since the
// epoch in UTC; documents are JSON text.
constexpr std::array kMigrations{
    R"sql(
CREATE TABLE swap (
    id             TEXT PRIMARY KEY,
    phase          TEXT NOT NULL,
    name           TEXT NOT NULL,
    old_id         TEXT NOT NULL,
    new_id         TEXT NOT NULL,
    old_image      TEXT NOT NULL,
    new_image      TEXT NOT NULL,
    from_reference TEXT NOT NULL,
    to_reference   TEXT NOT NULL,
    digest         TEXT NOT NULL,
    auto_remove    INTEGER NOT NULL,
    was_running    INTEGER NOT NULL,
    restart_policy TEXT NOT NULL,
    old_inspect    TEXT NOT NULL,
    old_body       TEXT NOT NULL,
    new_body       TEXT NOT NULL,
    settle_ms      INTEGER NOT NULL,
    limit_ms       INTEGER NOT NULL,
    attempts       INTEGER NOT NULL,
    reason         TEXT NOT NULL,
    started        INTEGER NOT NULL
) STRICT;
CREATE TABLE history (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    at             INTEGER NOT NULL,
    container      TEXT NOT NULL,
    from_reference TEXT NOT NULL,
    to_reference   TEXT NOT NULL,
    digest         TEXT NOT NULL,
    outcome        TEXT NOT NULL,
    reason         TEXT NOT NULL,
    gap_ms         INTEGER
) STRICT;
CREATE TABLE bad_digest (
    container      TEXT NOT NULL,
    digest         TEXT NOT NULL,
    reason         TEXT NOT NULL,
    at             INTEGER NOT NULL,
    PRIMARY KEY (container, digest)
) STRICT;
CREATE TABLE server_answer (
    url            TEXT PRIMARY KEY,
    version        TEXT NOT NULL,
    first_seen     INTEGER NOT NULL,
    last_seen      INTEGER NOT NULL
) STRICT;
)sql",
    R"sql(
CREATE TABLE note (
    subject        TEXT NOT NULL,
    key            TEXT NOT NULL,
    value          TEXT NOT NULL,
    at             INTEGER NOT NULL,
    PRIMARY KEY (subject, key)
) STRICT;
)sql",
    R"sql(
ALTER TABLE swap ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE swap ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE swap ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
ALTER TABLE swap ADD COLUMN kind TEXT NOT NULL DEFAULT 'move';
ALTER TABLE swap ADD COLUMN start_first INTEGER NOT NULL DEFAULT 0;
)sql",
    R"sql(
CREATE TABLE hold (
    name           TEXT PRIMARY KEY,
    reason         TEXT NOT NULL,
    since          INTEGER NOT NULL,
    until          INTEGER
) STRICT;
ALTER TABLE swap ADD COLUMN from_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE history ADD COLUMN from_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE history ADD COLUMN unit TEXT NOT NULL DEFAULT '';
)sql",
};

}  // namespace

int known_format() {
    return static_cast<int>(kMigrations.size());
}

int format_of(SQLite::Database& database) {
    return database.execAndGet("PRAGMA user_version").getInt();
}

void migrate(SQLite::Database& database, int to) {
    for (int format = format_of(database); format < to; ++format) {
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        database.exec(kMigrations.at(static_cast<std::size_t>(format)));
        database.exec("PRAGMA user_version = " + std::to_string(format + 1));
        transaction.commit();
    }
}

}  // namespace lockstep
