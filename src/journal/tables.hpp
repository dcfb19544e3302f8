// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/journal/journal.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

// Rows in and out of an open database of the newest format. All throw SQLite::Exception; every writing one is a
// transaction of its own.

void write_swaps(SQLite::Database& database, const std::vector<SwapEntry>& entries);
std::vector<SwapEntry> read_open_swaps(SQLite::Database& database);
/// Drops the swaps, whose documents may hold secrets of the containers, and keeps the history lines.
void finish_swaps(SQLite::Database& database, const std::vector<SwapId>& ids, const std::vector<HistoryEntry>& lines);
std::vector<HistoryEntry> read_history(SQLite::Database& database, std::size_t newest);

/// Everything into a new file.
void copy_into(SQLite::Database& database, const std::string& path);

void write_bad(SQLite::Database& database, const BadDigest& bad);
std::vector<BadDigest> read_bad(SQLite::Database& database);
int forget_bad(SQLite::Database& database, const std::string& container, const std::string& digest);

void write_hold(SQLite::Database& database, const Hold& hold);
std::vector<Hold> read_holds(SQLite::Database& database);
bool drop_hold(SQLite::Database& database, const std::string& name);

void write_answer(SQLite::Database& database, const ServerAnswer& answer);
std::optional<ServerAnswer> read_answer(SQLite::Database& database, const std::string& url);

std::vector<Note> read_notes(SQLite::Database& database);
/// Nothing is written for no changes.
void store_notes(SQLite::Database& database, const std::vector<Note>& changes);

}  // namespace lockstep
