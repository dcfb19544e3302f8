// SPDX-License-Identifier: Apache-2.0
#include "app/pause.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lockstep {
namespace {

std::string path_in(const std::string& state_dir) {
    return state_dir + "/paused.json";
}

Error io_error(const std::string& path, const char* tried) {
    return {.kind = ErrorKind::Denied,
            .code = "journal-io",
            .message = format("{} could not be {}", path, tried),
            .remedy = "run this as the user that runs lockstep, on a disk with room",
            .origin = std::strerror(errno)};
}

bool write_all(int descriptor, std::string_view text) {
    const bool written = write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool synced = written && fsync(descriptor) == 0;
    return (close(descriptor) == 0) && synced;
}

/// Small files only; nothing when there is none, an empty text when it cannot be read.
std::optional<std::string> content(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return errno == ENOENT || errno == ENOTDIR ? std::nullopt : std::optional<std::string>("");
    std::string text(4096, '\0');
    const ssize_t size = read(descriptor, text.data(), text.size());
    close(descriptor);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

}  // namespace

Result<void> pause_updates(const std::string& state_dir, WallTime until, const std::string& reason) {
    if (mkdir(state_dir.c_str(), 0700) != 0 && errno != EEXIST) return io_error(state_dir, "created");
    const std::string path = path_in(state_dir);
    const std::string fresh = format("{}.{}", path, getpid());
    Json document{{"reason", reason}, {"until_ms", nullptr}};
    if (until != WallTime::max()) document["until_ms"] = until.time_since_epoch().count();
    const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) return io_error(fresh, "created");
    if (!write_all(descriptor, dump(document) + "\n") || rename(fresh.c_str(), path.c_str()) != 0) {
        const Error error = io_error(path, "written");
        unlink(fresh.c_str());
        return error;
    }
    return {};
}

Result<bool> resume_updates(const std::string& state_dir) {
    const std::string path = path_in(state_dir);
    if (unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return io_error(path, "removed");
}

std::optional<HoldOff> pause_in_force(const std::string& state_dir, WallTime now) {
    const auto text = content(path_in(state_dir));
    if (!text) return std::nullopt;
    HoldOff pause{"paused", WallTime::max(), "waits: updates are paused until `lockstep resume`"};
    const auto document = parse_json(*text, "the pause file");
    if (!document || !document->is_object()) return pause;
    if (const Json& until = at(*document, "/until_ms"); until.is_number_integer()) {
        pause.until = WallTime(std::chrono::milliseconds(until.get<long long>()));
        if (pause.until <= now) return std::nullopt;
        pause.sentence = format("waits: updates are paused until {}", rfc3339(pause.until));
    }
    const std::string reason = string_at(*document, "/reason");
    if (!reason.empty()) pause.sentence += format(" ({})", escaped(reason));
    return pause;
}

}  // namespace lockstep
