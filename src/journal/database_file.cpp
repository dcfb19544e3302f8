// SPDX-License-Identifier: Apache-2.0
#include "database_file.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "schema.hpp"
#include "state_dir.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace lockstep {
namespace {

constexpr int kBusyMilliseconds = 5'000;

Error corrupt_error(const std::string& path, const std::string& words) {
    return {.kind = ErrorKind::Corrupt,
            .code = "journal-corrupt",
            .message = format("the journal {} is damaged", path),
            .remedy = "run `lockstep once`, or start the service: it moves the file aside and begins a new one",
            .origin = escaped(words)};
}

std::string remedy_for(int code) {
    switch (code) {
        case SQLITE_FULL:
            return "free some disk space, or remove old files from the state directory";
        case SQLITE_READONLY:
            return "make the state directory and its file system writable for this service";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "end the other program that has the journal open";
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return "check owner and mode of the state directory and of journal.db in it";
        default:
            return "check the disk and the state directory";
    }
}

Result<void> refuse_newer(int format_found, const std::string& path) {
    if (format_found <= known_format()) return {};
    return Error{.kind = ErrorKind::Unsupported,
                 .code = "journal-newer",
                 .message = format("the journal {} has format {}, this program knows up to {}", path, format_found,
                                   known_format()),
                 .remedy = "run the newer lockstep that wrote it; nothing was touched"};
}

/// A hostile or damaged file must not run anything or trip us over: https://sqlite.org/security.html.
void distrust(SQLite::Database& database) {
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    database.exec(
        "PRAGMA trusted_schema = OFF;"
        "PRAGMA cell_size_check = ON;"
        "PRAGMA temp_store = MEMORY;"
        "PRAGMA foreign_keys = ON");
}

/// A commit is on the disk when it returns. What was deleted is overwritten: the documents may hold secrets.
void make_durable(SQLite::Database& database) {
    const std::string mode = database.execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode != "wal") throw SQLite::Exception("the file system cannot hold a write-ahead log", SQLITE_IOERR);
    database.exec(
        "PRAGMA synchronous = FULL;"
        "PRAGMA secure_delete = ON;"
        "PRAGMA max_page_count = 16384;"
        "PRAGMA journal_size_limit = 4194304");
}

Result<void> check_pages(SQLite::Database& database, const std::string& path) {
    const std::string check = database.execAndGet("PRAGMA quick_check(1)").getString();
    return check == "ok" ? Result<void>() : corrupt_error(path, check);
}

Result<void> prepare_for_writing(SQLite::Database& database, const std::string& path) {
    distrust(database);
    if (auto known = refuse_newer(format_of(database), path); !known) return known;
    if (auto whole = check_pages(database, path); !whole) return whole;
    make_durable(database);
    migrate(database);
    return {};
}

/// A file name as SQLite wants it in a URI; only these characters have a meaning there.
std::string uri_of(const std::string& path, bool nobody_writes) {
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            uri += format("%{:02x}", static_cast<unsigned char>(c));
        } else {
            uri += c;
        }
    }
    return uri + (nobody_writes ? "?mode=ro&immutable=1" : "?mode=ro");
}

Result<std::unique_ptr<SQLite::Database>> open_existing(const std::string& path) {
    // Without a log nobody writes: "immutable" then keeps SQLite from creating one, and its index, only to read.
    std::error_code ignored;
    const bool nobody_writes = !std::filesystem::exists(path + "-wal", ignored);
    auto database = std::make_unique<SQLite::Database>(uri_of(path, nobody_writes),
                                                       SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOFOLLOW,
                                                       kBusyMilliseconds);
    distrust(*database);
    const int found = format_of(*database);
    if (auto known = refuse_newer(found, path); !known) return std::move(known).error();
    if (found < known_format()) database.reset();
    return database;
}

/// Lets a Result through `without_exceptions`, which wraps it once more.
template <typename T>
Result<T> flat(Result<Result<T>> nested) {
    if (!nested) return std::move(nested).error();
    return std::move(nested).value();
}

}  // namespace

Error database_error(const SQLite::Exception& thrown, const std::string& path) {
    const int code = thrown.getErrorCode() & 0xFF;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return corrupt_error(path, thrown.what());
    return {.kind = ErrorKind::Transient,
            .code = "journal-io",
            .message = format("the journal {} could not be read or written", path),
            .remedy = remedy_for(code),
            .origin = escaped(thrown.what())};
}

Result<void> verify_whole(SQLite::Database& database, const std::string& path) {
    auto checked = without_exceptions(path, [&] { return check_pages(database, path); });
    return checked ? *checked : std::move(checked).error();
}

Result<std::unique_ptr<SQLite::Database>> open_for_writing(const std::string& path) {
    return flat(without_exceptions(path, [&]() -> Result<std::unique_ptr<SQLite::Database>> {
        auto database =
            std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOFOLLOW, kBusyMilliseconds);
        if (auto ready = prepare_for_writing(*database, path); !ready) return std::move(ready).error();
        return database;
    }));
}

Result<std::unique_ptr<SQLite::Database>> open_for_reading(const std::string& path) {
    std::error_code failed;
    const auto facts = std::filesystem::status(path, failed);
    if (facts.type() == std::filesystem::file_type::not_found) return std::unique_ptr<SQLite::Database>();
    if (failed) return journal_io_error(path, "could not be examined", failed.value());
    const auto canonical = std::filesystem::canonical(path, failed);
    if (failed) return journal_io_error(path, "could not be resolved", failed.value());
    return flat(without_exceptions(path, [&] { return open_existing(canonical.string()); }));
}

}  // namespace lockstep
