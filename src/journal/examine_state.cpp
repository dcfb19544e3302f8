// SPDX-License-Identifier: Apache-2.0
#include "lockstep/journal/examine_state.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/core/text.hpp"

#include "database_file.hpp"
#include "state_dir.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

namespace lockstep {
namespace {

/// What the journal may grow to, and its log beside it.
constexpr unsigned long long kEnoughBytes = 128ULL << 20U;

CheckLine good(const std::string& subject, std::string reason, std::string sentence) {
    return {"state", escaped(subject, 400), CheckState::Good, std::move(reason), std::move(sentence), ""};
}

CheckLine bad(const std::string& subject, const Error& error) {
    const std::string origin = error.origin.empty() ? "" : format(" ({})", error.origin);
    return {"state", escaped(subject, 400), CheckState::Bad, error.code, error.message + origin, error.remedy};
}

/// Where a directory that is not there would be made: the nearest one above it that is.
std::string nearest_existing(const std::string& path) {
    std::error_code failed;
    auto place = std::filesystem::absolute(path, failed);
    while (!std::filesystem::exists(place, failed) && place.has_relative_path()) place = place.parent_path();
    return place.string();
}

CheckLine not_there(const std::string& path) {
    const std::string place = nearest_existing(path);
    if (faccessat(AT_FDCWD, place.c_str(), W_OK, AT_EACCESS) != 0)
        return bad(path, journal_io_error(path, format("is not there and cannot be made in {}", place), errno));
    return good(path, "not-yet", "is not there yet; the first run makes it");
}

CheckLine rights(const std::string& path, const struct stat& facts) {
    if (!S_ISDIR(facts.st_mode)) return bad(path, journal_io_error(path, "is no plain directory", ENOTDIR));
    if (facts.st_uid != geteuid() && geteuid() == 0) {
        const auto user = format("belongs to user {}", facts.st_uid);
        return {"state",
                escaped(path, 400),
                CheckState::Unknown,
                "other-user",
                user + ", not to the one who asks",
                format("ask as that user, who may have other rights: setpriv --reuid={} --init-groups lockstep doctor",
                       facts.st_uid)};
    }
    if (auto ours = verify_rights(facts, path); !ours) return bad(path, ours.error());
    if (faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
        return bad(path, journal_io_error(path, "is not writable", errno));
    return good(path, "usable", "belongs to this user, is writable, and to nobody else");
}

CheckLine space(const std::string& path) {
    struct statvfs facts {};
    const std::string subject = path + " (space)";
    if (statvfs(nearest_existing(path).c_str(), &facts) != 0)
        return bad(subject, journal_io_error(path, "could not be examined", errno));
    const unsigned long long bytes = static_cast<unsigned long long>(facts.f_bavail) * facts.f_frsize;
    const std::string free = format("{} MiB are free", bytes >> 20U);
    if (bytes >= kEnoughBytes) return good(subject, "enough-space", free);
    return bad(subject, journal_io_error(path, format("is nearly full: {}", free), ENOSPC));
}

/// By the kernel's list: taking the lock to find out could keep a starting daemon from it.
bool is_locked(const struct stat& facts) {
    const std::string file = format(" {:02x}:{:02x}:{} ", major(facts.st_dev), minor(facts.st_dev), facts.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        const bool taken = line.find("FLOCK") != std::string::npos && line.find(" -> ") == std::string::npos;
        if (taken && line.find(file) != std::string::npos) return true;
    }
    return false;
}

CheckLine lock(const std::string& path) {
    const std::string name = path + "/lock";
    struct stat facts {};
    if (lstat(name.c_str(), &facts) == 0 && is_locked(facts))
        return good(name, "in-use", "a lockstep is at work with it");
    return good(name, "not-in-use", "no lockstep is at work with it now");
}

CheckLine database(const std::string& path) {
    const std::string name = path + "/journal.db";
    auto file = open_for_reading(name);
    if (!file) return bad(name, file.error());
    if (!*file) return good(name, "not-yet", "holds nothing yet");
    if (auto whole = verify_whole(**file, name); !whole) return bad(name, whole.error());
    return good(name, "whole", "is whole");
}

}  // namespace

std::vector<CheckLine> examine_state(const std::string& state_dir) {
    struct stat facts {};
    if (lstat(state_dir.c_str(), &facts) != 0) {
        if (errno == ENOENT) return {not_there(state_dir), space(state_dir)};
        return {bad(state_dir, journal_io_error(state_dir, "could not be examined", errno))};
    }
    const CheckLine ours = rights(state_dir, facts);
    if (ours.state == CheckState::Bad) return {ours};
    return {ours, space(state_dir), lock(state_dir), database(state_dir)};
}

}  // namespace lockstep
