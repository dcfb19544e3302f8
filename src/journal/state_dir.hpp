// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <sys/stat.h>

#include <string>
#include <utility>

namespace lockstep {

/// An open file descriptor; closed when it goes.
class FileHandle {
  public:
    FileHandle() = default;
    explicit FileHandle(int fd) : fd_(fd) {}
    FileHandle(FileHandle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileHandle& operator=(FileHandle&& other) noexcept;
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle();

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

/// The directory that holds our state: ours alone (0700), no symbolic link, and locked against a second writer. The
/// lock is the kernel's (flock), so it goes with the process however that ends.
class StateDir {
  public:
    /// Creates it where needed and verifies what is there. Denied `journal-rights` when somebody else could write in
    /// it, Conflict `already-running` when another process holds the lock, Transient `journal-io` otherwise.
    static Result<StateDir> lock(const std::string& path);

    /// Creates `name` where needed and verifies it: a regular file of ours with mode 0600.
    Result<void> secure_file(const std::string& name) const;

    /// Renames the database `name` with its -wal and -shm to `name`.WHY-TIME; the new name.
    Result<std::string> move_aside(const std::string& name, const std::string& why) const;

    bool has(const std::string& name) const;
    Result<void> rename(const std::string& from, const std::string& to) const;
    /// Gone already is the same.
    void remove(const std::string& name) const;

    /// See Journal::owner: chosen by chance when the directory is used first, and kept in the lock's file.
    const std::string& owner() const { return owner_; }

    /// Without symbolic links, as SQLite wants it when it must not follow any.
    const std::string& path() const { return path_; }

  private:
    StateDir(std::string path, FileHandle directory) : path_(std::move(path)), directory_(std::move(directory)) {}
    Result<void> take_lock();
    Result<void> read_owner();

    std::string path_;
    FileHandle directory_;
    FileHandle lock_;
    std::string owner_;
};

/// Denied `journal-rights` when what was found at `path` is not ours, or others may write it.
Result<void> verify_rights(const struct stat& facts, const std::string& path);
/// The owner of a state directory that need not be locked; empty when it has none.
std::string owner_of(const std::string& state_dir);

/// Transient `journal-io` that says what could not be done to `path`, with the system's words for `error_number`.
Error journal_io_error(const std::string& path, const std::string& tried, int error_number);

}  // namespace lockstep
