// SPDX-License-Identifier: Apache-2.0
#include "app/state_file.hpp"

#include "lockstep/core/format.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lockstep {
namespace {

Error io_error(const std::string& path, const char* tried) {
    return {.kind = ErrorKind::Denied,
            .code = "journal-io",
            .message = format("{} could not be {}", path, tried),
            .remedy = "run this as the user that runs lockstep, on a disk with room",
            .origin = std::strerror(errno)};
}

bool is_absent(int error_number) {
    return error_number == ENOENT || error_number == ENOTDIR;
}

bool write_all(int descriptor, std::string_view text) {
    const bool written = write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool synced = written && fsync(descriptor) == 0;
    return (close(descriptor) == 0) && synced;
}

bool is_ours_alone(int descriptor) {
    struct stat facts {};
    return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == geteuid() &&
           (facts.st_mode & 0022) == 0;
}

Result<std::optional<std::string>> read_all(int descriptor, const std::string& path, std::size_t most) {
    if (!is_ours_alone(descriptor)) {
        return Error{
            .kind = ErrorKind::Denied,
            .code = "journal-rights",
            .message = format("{} is no plain file that only its owner, the user of lockstep, may write", path),
            .remedy = "find out who put it there, and remove it"};
    }
    std::string text(most + 1, '\0');
    const ssize_t size = read(descriptor, text.data(), text.size());
    if (size < 0) return io_error(path, "read");
    if (static_cast<std::size_t>(size) > most) {
        return Error{.kind = ErrorKind::Malformed,
                     .code = "input-too-large",
                     .message = format("{} has more than {} bytes", path, most)};
    }
    text.resize(static_cast<std::size_t>(size));
    return std::optional<std::string>(std::move(text));
}

}  // namespace

Result<void> make_state_folder(const std::string& path) {
    if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return io_error(path, "created");
    return {};
}

Result<void> write_state_file(const std::string& path, std::string_view text) {
    const std::string fresh = format("{}.{}.new", path, getpid());
    const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) return io_error(fresh, "created");
    if (!write_all(descriptor, text) || rename(fresh.c_str(), path.c_str()) != 0) {
        const Error error = io_error(path, "written");
        unlink(fresh.c_str());
        return error;
    }
    return {};
}

Result<std::optional<std::string>> read_state_file(const std::string& path, std::size_t most) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 && is_absent(errno)) return std::optional<std::string>{};
    if (descriptor < 0) return io_error(path, "opened");
    auto text = read_all(descriptor, path, most);
    close(descriptor);
    return text;
}

Result<bool> remove_state_file(const std::string& path) {
    if (unlink(path.c_str()) == 0) return true;
    if (is_absent(errno)) return false;
    return io_error(path, "removed");
}

}  // namespace lockstep
