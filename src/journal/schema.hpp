// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

namespace lockstep {

/// The newest format this program knows; stored in the file as PRAGMA user_version.
int known_format();

/// The format of an open file; 0 is an empty one.
int format_of(SQLite::Database& database);

/// Brings the file to format `to`, each migration in a transaction of its own. Throws SQLite::Exception.
void migrate(SQLite::Database& database, int to = known_format());

}  // namespace lockstep
