// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"
#include "lockstep/core/time_stamp.hpp"
#include "lockstep/engine/prestart_files.hpp"

#include "engine/blank.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kLongestWait{30};
/// The program runs before the engine writes down that it does.
constexpr milliseconds kProgramIsAhead{100};

/// Made by engines in the writable layer of every container, or mounted over without being listed.
constexpr std::array<std::string_view, 8> kOfEngine{
    "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/mtab", "/sbin/docker-init", "/dev", "/proc", "/sys"};
constexpr std::array<std::string_view, 2> kMarkers{"/.dockerenv", "/run/.containerenv"};
/// Where programs write in their first moments, and nobody puts configuration.
constexpr std::array<std::string_view, 6> kVolatile{"/tmp",       "/var/tmp",  "/var/log",
                                                    "/var/cache", "/run/lock", "/var/run"};

bool is_at_or_below(std::string_view path, std::string_view folder) {
    if (folder == "/" || !path.starts_with(folder)) return false;
    return path.size() == folder.size() || path[folder.size()] == '/';
}

template <typename Folders>
bool is_below_any(std::string_view path, const Folders& folders) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return is_at_or_below(path, folder); });
}

std::vector<std::string> mount_targets(const Json& inspect) {
    std::vector<std::string> targets;
    const Json& mounts = member(inspect, "Mounts");
    if (mounts.is_array()) {
        for (const Json& mount : mounts) targets.push_back(cleaned_path(string_at(mount, "/Destination")));
    }
    const Json& memory = at(inspect, "/HostConfig/Tmpfs");
    if (memory.is_object()) {
        for (const auto& [target, ignored] : memory.items()) targets.push_back(cleaned_path(target));
    }
    return targets;
}

bool looks_volatile(std::string_view path) {
    if (path.ends_with(".pid") || path.ends_with(".lock") || path.ends_with(".log")) return true;
    const bool in_run = is_at_or_below(path, "/run") && !is_at_or_below(path, "/run/secrets");
    return in_run || is_below_any(path, kVolatile);
}

}  // namespace

PrestartWindow prestart_window(const Container& old, WallTime hostname_written) {
    const Json inspect = tree(old.raw);
    PrestartWindow window;
    window.begin = time_from_rfc3339(string_at(inspect, "/Created")).value_or(WallTime{});
    const auto started = time_from_rfc3339(old.started_at);
    if (!started) {
        window.end = WallTime::max();
        return window;
    }
    const bool told = hostname_written >= window.begin && hostname_written <= *started;
    const WallTime last_start = told ? hostname_written : *started - kProgramIsAhead;
    window.first_start_known = last_start <= window.begin + kLongestWait && old.restart_count == 0;
    window.end = std::min(last_start, window.begin + kLongestWait);
    return window;
}

std::vector<FileChange> prestart_candidates(const Container& old, const std::vector<FileChange>& changes,
                                            const PrestartWindow& window) {
    const auto mounted = mount_targets(tree(old.raw));
    std::vector<FileChange> left;
    std::copy_if(changes.begin(), changes.end(), std::back_inserter(left), [&](const FileChange& change) {
        if (change.kind == FileChange::Kind::Deleted || is_below_any(change.path, mounted)) return false;
        if (is_below_any(change.path, kOfEngine) || is_below_any(change.path, kMarkers)) return false;
        return window.first_start_known || !looks_volatile(change.path);
    });
    return left;
}

bool is_prestart(WallTime file, WallTime folder, const PrestartWindow& window) {
    const auto in_window = [&](WallTime time) {
        return time >= window.begin && time <= window.end;
    };
    return in_window(file) || (file <= window.end && in_window(folder));
}

}  // namespace lockstep
