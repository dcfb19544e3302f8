// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <string>
#include <type_traits>

namespace lockstep {

/// The Error of what SQLite threw while it worked on `path`.
Error database_error(const SQLite::Exception& thrown, const std::string& path);

/// Runs `work` and turns what SQLite throws into an Error: the one place where its exceptions end.
template <typename Work>
auto without_exceptions(const std::string& path, Work&& work) -> Result<std::invoke_result_t<Work>> {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SQLite::Exception& thrown) {
        return database_error(thrown, path);
    }
}

/// Opens the file for its one writer: refuses a newer format before anything is changed, checks the file, makes every
/// commit durable, migrates. Corrupt `journal-corrupt`, Unsupported `journal-newer`, Transient `journal-io`.
Result<std::unique_ptr<SQLite::Database>> open_for_writing(const std::string& path);

/// Opens the file beside a writer, or null when nothing was ever written. Creates nothing on the disk.
Result<std::unique_ptr<SQLite::Database>> open_for_reading(const std::string& path);

/// Reads the structure of all pages: Corrupt `journal-corrupt` when it is not sound.
Result<void> verify_whole(SQLite::Database& database, const std::string& path);

}  // namespace lockstep
