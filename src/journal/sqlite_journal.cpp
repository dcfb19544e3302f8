// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/journal/journal.hpp"

#include "database_file.hpp"
#include "read_only_journal.hpp"
#include "state_dir.hpp"
#include "tables.hpp"

#include <memory>
#include <string>
#include <utility>

namespace lockstep {
namespace {

constexpr const char* kFileName = "journal.db";
constexpr const char* kCopyName = "journal.db.copy";

/// The writer. The lock on the directory lives as long as it does.
class SqliteJournal final : public Journal {
  public:
    SqliteJournal(StateDir directory, std::string path, std::unique_ptr<SQLite::Database> database)
        : directory_(std::move(directory)), path_(std::move(path)), database_(std::move(database)) {}

    std::string owner() override { return directory_.owner(); }

    Result<void> write(const std::vector<SwapEntry>& entries) override {
        return run([&] { write_swaps(*database_, entries); });
    }
    Result<std::vector<SwapEntry>> open_swaps() override {
        return run([&] { return read_open_swaps(*database_); });
    }
    Result<void> finish(const std::vector<SwapId>& ids, const std::vector<HistoryEntry>& lines) override {
        return run([&] { finish_swaps(*database_, ids, lines); });
    }
    Result<std::vector<HistoryEntry>> history(std::size_t newest) override {
        return run([&] { return read_history(*database_, newest); });
    }
    Result<void> remember_bad(const BadDigest& bad) override {
        return run([&] { write_bad(*database_, bad); });
    }
    Result<std::vector<BadDigest>> bad_digests() override {
        return run([&] { return read_bad(*database_); });
    }
    Result<int> forgive(const std::string& container, const std::string& digest) override {
        return run([&] { return forget_bad(*database_, container, digest); });
    }
    Result<void> hold(const Hold& hold) override {
        return run([&] { write_hold(*database_, hold); });
    }
    Result<std::vector<Hold>> holds() override {
        return run([&] { return read_holds(*database_); });
    }
    Result<bool> unhold(const std::string& name) override {
        return run([&] { return drop_hold(*database_, name); });
    }
    Result<void> remember_answer(const ServerAnswer& answer) override {
        return run([&] { write_answer(*database_, answer); });
    }
    Result<std::optional<ServerAnswer>> last_answer(const std::string& url) override {
        return run([&] { return read_answer(*database_, url); });
    }
    Result<std::vector<Note>> notes() override {
        return run([&] { return read_notes(*database_); });
    }
    Result<void> write_notes(const std::vector<Note>& changes) override {
        return run([&] { store_notes(*database_, changes); });
    }
    Result<void> keep_copy() override {
        drop_copy();
        auto copied = run([&] { copy_into(*database_, directory_.path() + "/" + kCopyName); });
        return copied ? directory_.secure_file(kCopyName) : copied;
    }
    void drop_copy() override { directory_.remove(kCopyName); }

  private:
    template <typename Work>
    auto run(Work&& work) -> Result<std::invoke_result_t<Work>> {
        return without_exceptions(path_, std::forward<Work>(work));
    }

    StateDir directory_;
    std::string path_;
    std::unique_ptr<SQLite::Database> database_;
};

Result<std::unique_ptr<SQLite::Database>> open_secured(const StateDir& directory) {
    if (auto secured = directory.secure_file(kFileName); !secured) return std::move(secured).error();
    return open_for_writing(directory.path() + "/" + kFileName);
}

/// A newer version has left its journal and is gone; ours from before goes on.
Result<std::unique_ptr<SQLite::Database>> go_on_with_copy(const StateDir& directory, const Error& newer,
                                                          std::string& notice) {
    auto aside = directory.move_aside(kFileName, "newer");
    if (!aside) return std::move(aside).error().in(newer.message);
    if (auto taken = directory.rename(kCopyName, kFileName); !taken) return std::move(taken).error();
    notice =
        format("{}; a newer version that did not stay wrote it. It was kept as {}/{}, and the copy from before goes on",
               newer.text(), directory.path(), *aside);
    return open_secured(directory);
}

/// A damaged file goes aside and a new one begins; anything else is the caller's to see.
Result<std::unique_ptr<SQLite::Database>> open_or_begin_anew(const StateDir& directory, std::string& notice) {
    // Somebody was ended between the two renames below.
    if (!directory.has(kFileName) && directory.has(kCopyName)) {
        if (auto taken = directory.rename(kCopyName, kFileName); !taken) return std::move(taken).error();
    }
    auto database = open_secured(directory);
    if (!database && database.error().code == "journal-newer" && directory.has(kCopyName)) {
        return go_on_with_copy(directory, database.error(), notice);
    }
    if (database || database.error().kind != ErrorKind::Corrupt) return database;
    auto aside = directory.move_aside(kFileName, "corrupt");
    if (!aside) return std::move(aside).error().in(database.error().message);
    notice = format(
        "{} ({}): it is kept as {}/{}, and a new one was begun; of an update that was under way only the "
        "containers' names tell, and history, holds and failed digests start anew",
        database.error().message, database.error().origin, directory.path(), *aside);
    return open_secured(directory);
}

}  // namespace

Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& state_dir, JournalMode mode,
                                                     std::string& notice) {
    if (mode == JournalMode::ReadOnly) return make_read_only_journal(state_dir, kFileName);
    auto directory = StateDir::lock(state_dir);
    if (!directory) return std::move(directory).error();
    auto database = open_or_begin_anew(*directory, notice);
    if (!database) return std::move(database).error();
    std::string path = directory->path() + "/" + kFileName;
    return std::make_unique<SqliteJournal>(std::move(*directory), std::move(path), std::move(*database));
}

}  // namespace lockstep
