// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/journal/journal.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace lockstep {

inline constexpr WallTime kNoon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + std::chrono::hours{12}};

inline SwapEntry full_entry() {
    return {.id = SwapId("0123456789ab"),
            .phase = "switching",
            .name = "node",
            .old_id = ContainerId("old"),
            .new_id = ContainerId("new"),
            .old_image = ImageId("sha256:1"),
            .new_image = ImageId("sha256:2"),
            .from = "example.org/node:4.1",
            .to = "example.org/node:4.2",
            .digest = "sha256:3",
            .auto_remove = true,
            .was_running = false,
            .restart_policy = {R"({"Name":"always"})"},
            .old_inspect = {R"({"Id":"old"})"},
            .old_body = {R"({"Image":"é"})"},
            .new_body = {"{}"},
            .settle_ms = 10,
            .limit_ms = 20,
            .attempts = 2,
            .reason = "because",
            .started = kNoon,
            .unit = SwapId("group"),
            .position = 2,
            .depth = 1,
            .kind = "recreate",
            .start_first = true,
            .from_digest = "sha256:4"};
}

inline HistoryEntry history_line(const std::string& container) {
    return {.at = kNoon,
            .container = container,
            .from = "a:1",
            .to = "a:2",
            .digest = "sha256:3",
            .outcome = "updated",
            .reason = "",
            .gap = std::chrono::milliseconds(350),
            .from_digest = "sha256:4",
            .unit = "0123456789ab"};
}

inline std::set<std::string> names_in(const std::filesystem::path& directory) {
    std::set<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(directory)) names.insert(file.path().filename());
    return names;
}

/// A state directory of its own, and the journal in it.
class SqliteJournalTest : public testing::Test {
  protected:
    std::unique_ptr<Journal> opened(JournalMode mode = JournalMode::Write) {
        auto journal = open_sqlite_journal(state_, mode, notice_);
        if (!journal) {
            ADD_FAILURE() << journal.error().text();
            return nullptr;
        }
        return std::move(*journal);
    }

    Error refusal() {
        auto journal = open_sqlite_journal(state_, JournalMode::Write, notice_);
        EXPECT_FALSE(journal);
        return journal ? Error{} : journal.error();
    }

    void run_sql(const std::string& sql) {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(file_.c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }

    TemporaryDirectory root_;
    std::string state_ = root_ / "state";
    std::string file_ = state_ + "/journal.db";
    std::string notice_;
};

}  // namespace lockstep
