// SPDX-License-Identifier: Apache-2.0
#include "state_dir.hpp"

#include "lockstep/core/clock.hpp"
#include "lockstep/core/format.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <random>
#include <system_error>

namespace lockstep {
namespace {

constexpr mode_t kOnlyOurs = 0700;
constexpr mode_t kOthers = 0077;
constexpr mode_t kOthersWrite = 0022;

Error rights_error(const std::string& path, const std::string& wrong) {
    return {.kind = ErrorKind::Denied,
            .code = "journal-rights",
            .message = format("{} {}", path, wrong),
            .remedy =
                "make it a plain directory or file that belongs to the user of this service and nobody else "
                "can write (chown, chmod go-rwx)"};
}

/// Only we may own it and write in it. What others could merely read is closed silently: service managers create state
/// directories as 0755.
Result<void> verify_owner_and_mode(int fd, const std::string& path) {
    struct stat facts {};
    if (fstat(fd, &facts) != 0) return journal_io_error(path, "could not be examined", errno);
    if (auto ours = verify_rights(facts, path); !ours) return ours;
    if ((facts.st_mode & kOthers) == 0) return {};
    if (fchmod(fd, facts.st_mode & kOnlyOurs) != 0) return journal_io_error(path, "could not be made private", errno);
    return {};
}

Result<void> make_directory(const std::string& path) {
    std::error_code failed;
    const auto parent = std::filesystem::absolute(path, failed).parent_path();
    if (!failed) std::filesystem::create_directories(parent, failed);
    if (failed) return journal_io_error(parent, "could not be created", failed.value());
    if (mkdir(path.c_str(), kOnlyOurs) != 0 && errno != EEXIST) {
        return journal_io_error(path, "could not be created", errno);
    }
    return {};
}

/// "20261122T120000Z": a time stamp that is pleasant in a file name.
std::string file_time_stamp() {
    std::string stamp = rfc3339(SystemClock{}.now());
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    return stamp;
}

/// Eight hex digits at the begin of the file; else nothing.
std::string owner_in(int descriptor) {
    std::string text(8, '\0');
    const bool whole = pread(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    return whole && text.find_first_not_of("0123456789abcdef") == std::string::npos ? text : std::string();
}

}  // namespace

Result<void> verify_rights(const struct stat& facts, const std::string& path) {
    if (facts.st_uid != geteuid()) return rights_error(path, format("belongs to another user ({})", facts.st_uid));
    if ((facts.st_mode & kOthersWrite) != 0) return rights_error(path, "is writable by other users");
    return {};
}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

FileHandle::~FileHandle() {
    if (fd_ >= 0) close(fd_);
}

Error journal_io_error(const std::string& path, const std::string& tried, int error_number) {
    const bool full = error_number == ENOSPC || error_number == EDQUOT;
    return {.kind = ErrorKind::Transient,
            .code = "journal-io",
            .message = format("{} {}", path, tried),
            .remedy = full ? "free some disk space" : "check that the state directory exists and is writable",
            .origin = std::generic_category().message(error_number)};
}

Result<StateDir> StateDir::lock(const std::string& path) {
    if (auto made = make_directory(path); !made) return std::move(made).error();
    FileHandle directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory.is_open() && (errno == ELOOP || errno == ENOTDIR))
        return rights_error(path, "is no plain directory");
    if (!directory.is_open()) return journal_io_error(path, "could not be opened", errno);
    if (auto ours = verify_owner_and_mode(directory.get(), path); !ours) return std::move(ours).error();

    std::error_code failed;
    const auto canonical = std::filesystem::canonical(path, failed);
    if (failed) return journal_io_error(path, "could not be resolved", failed.value());
    StateDir state(canonical, std::move(directory));
    if (auto locked = state.take_lock(); !locked) return std::move(locked).error();
    return state;
}

Result<void> StateDir::take_lock() {
    const std::string name = path_ + "/lock";
    FileHandle file(openat(directory_.get(), "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) return journal_io_error(name, "could not be opened", errno);
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return journal_io_error(name, "could not be locked", errno);
        return Error{.kind = ErrorKind::Conflict,
                     .code = "already-running",
                     .message = format("another lockstep process is at work with the state directory {}", path_),
                     .remedy = "wait for it, stop it, or give this one a state directory of its own"};
    }
    lock_ = std::move(file);
    return read_owner();
}

Result<void> StateDir::read_owner() {
    owner_ = owner_in(lock_.get());
    if (!owner_.empty()) return {};
    owner_ = format("{:08x}", std::random_device{}());
    const bool written = pwrite(lock_.get(), owner_.data(), owner_.size(), 0) == static_cast<ssize_t>(owner_.size());
    if (!written || fsync(lock_.get()) != 0) return journal_io_error(path_ + "/lock", "could not be written", errno);
    return {};
}

std::string owner_of(const std::string& state_dir) {
    const FileHandle file(open((state_dir + "/lock").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    return file.is_open() ? owner_in(file.get()) : std::string();
}

Result<void> StateDir::secure_file(const std::string& name) const {
    const std::string path = path_ + "/" + name;
    const FileHandle file(openat(directory_.get(), name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open() && errno == ELOOP) return rights_error(path, "is a symbolic link");
    if (!file.is_open()) return journal_io_error(path, "could not be opened", errno);
    struct stat facts {};
    if (fstat(file.get(), &facts) != 0) return journal_io_error(path, "could not be examined", errno);
    if (!S_ISREG(facts.st_mode) || facts.st_nlink != 1) return rights_error(path, "is no plain file of its own");
    return verify_owner_and_mode(file.get(), path);
}

bool StateDir::has(const std::string& name) const {
    return faccessat(directory_.get(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<void> StateDir::rename(const std::string& from, const std::string& to) const {
    const bool renamed = renameat(directory_.get(), from.c_str(), directory_.get(), to.c_str()) == 0;
    if (!renamed || fsync(directory_.get()) != 0)
        return journal_io_error(path_ + "/" + from, "could not be renamed", errno);
    return {};
}

void StateDir::remove(const std::string& name) const {
    unlinkat(directory_.get(), name.c_str(), 0);
}

Result<std::string> StateDir::move_aside(const std::string& name, const std::string& why) const {
    const std::string aside = format("{}.{}-{}", name, why, file_time_stamp());
    std::string target = aside;
    for (int i = 2; has(target); ++i) {
        target = format("{}-{}", aside, i);
    }
    for (const char* suffix : {"-wal", "-shm", ""}) {
        const int renamed =
            renameat(directory_.get(), (name + suffix).c_str(), directory_.get(), (target + suffix).c_str());
        if (renamed != 0 && errno != ENOENT) return journal_io_error(path_ + "/" + name, "could not be renamed", errno);
    }
    if (fsync(directory_.get()) != 0) return journal_io_error(path_, "could not be synced", errno);
    return target;
}

}  // namespace lockstep
