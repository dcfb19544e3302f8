// SPDX-License-Identifier: Apache-2.0
#include "journal/schema.hpp"

#include "journal/tables.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

SQLite::Database opened(const std::string& path) {
    return SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}

/// Tables and their columns, as the file has them.
std::string shape_of(SQLite::Database& database) {
    std::string shape;
    SQLite::Statement columns(database,
                              "SELECT t.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk FROM sqlite_schema t "
                              "JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' "
                              "ORDER BY t.name, c.cid");
    while (columns.executeStep()) {
        for (int i = 0; i < columns.getColumnCount(); ++i) shape += columns.getColumn(i).getString() + " ";
        shape += "\n";
    }
    return shape;
}

/// A swap as the first format stored it: these columns are in every format.
constexpr const char* kFirstFormatSwap =
    "INSERT INTO swap (id, phase, name, old_id, new_id, old_image, new_image, from_reference, to_reference, digest, "
    "auto_remove, was_running, restart_policy, old_inspect, old_body, new_body, settle_ms, limit_ms, attempts, reason, "
    "started) VALUES ('0123456789ab', 'switching', 'node', 'old', 'new', 'i1', 'i2', 'a:1', 'a:2', 'sha256:d', 0, 1, "
    "'{}', '{}', '{}', '{}', 1, 2, 3, 'because', 4)";

TEST(Schema, EachOlderFormatBecomesTheNewestWithWhatItHeld) {
    TemporaryDirectory directory;
    auto fresh = opened(directory / "fresh.db");
    migrate(fresh);
    for (int format = 1; format <= known_format(); ++format) {
        SCOPED_TRACE(format);
        auto older = opened(directory / ("format" + std::to_string(format) + ".db"));
        migrate(older, format);
        ASSERT_EQ(format_of(older), format);
        older.exec(kFirstFormatSwap);
        older.exec("INSERT INTO bad_digest VALUES ('node', 'sha256:d', 'exited', 5)");
        migrate(older);
        EXPECT_EQ(format_of(older), known_format());
        EXPECT_EQ(shape_of(older), shape_of(fresh));
        const auto swaps = read_open_swaps(older);
        ASSERT_EQ(swaps.size(), 1U);
        EXPECT_EQ(swaps.front().phase, "switching");
        EXPECT_EQ(swaps.front().attempts, 3);
        EXPECT_EQ(swaps.front().kind, "move");
        EXPECT_TRUE(swaps.front().unit.empty()) << "a unit of its own";
        EXPECT_EQ(read_bad(older).size(), 1U);
    }
}

TEST(Schema, MigratingTheNewestChangesNothing) {
    TemporaryDirectory directory;
    auto fresh = opened(directory / "fresh.db");
    migrate(fresh);
    const std::string before = shape_of(fresh);
    migrate(fresh);
    EXPECT_EQ(shape_of(fresh), before);
}

TEST(Schema, AUnitIsWrittenAndFinishedAllOrNone) {
    TemporaryDirectory directory;
    auto database = opened(directory / "unit.db");
    migrate(database);
    SwapEntry first;
    first.id = SwapId("a");
    first.phase = "switching";
    first.unit = SwapId("a");
    SwapEntry second = first;
    second.id = SwapId("b");
    second.position = 1;
    write_swaps(database, {second, first});
    const auto read = read_open_swaps(database);
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read.front().id, first.id) << "in the order of the unit";
    database.exec("CREATE TRIGGER full BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'full'); END");
    EXPECT_THROW(finish_swaps(database, {first.id, second.id}, {{}, {}}), SQLite::Exception);
    EXPECT_EQ(read_open_swaps(database).size(), 2U);
    database.exec("DROP TRIGGER full");
    finish_swaps(database, {first.id, second.id}, {{}, {}});
    EXPECT_TRUE(read_open_swaps(database).empty());
    EXPECT_EQ(read_history(database, 9).size(), 2U);
}

}  // namespace
}  // namespace lockstep
