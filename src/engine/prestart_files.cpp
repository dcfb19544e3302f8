// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/prestart_files.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "engine/archive.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lockstep {
namespace {

constexpr std::size_t kMostBytes = 8U << 20U;
constexpr std::size_t kMostChanges = 20'000;

Error not_carried(const Container& old, std::string_view why) {
    return {
        ErrorKind::Refused, "files-not-carried",
        format("files that were put into {} before its first start cannot be carried over: {}", escaped(old.name), why),
        "mount them instead (a bind mount or a volume), or make the container again by hand"};
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

/// Looks at files one by one and remembers what it saw.
class Looker {
  public:
    Looker(ContainerFiles& files, const ContainerId& container) : files_(files), container_(container) {}

    /// Nothing when it is gone meanwhile.
    Result<std::optional<FileStat>> look(const std::string& path) {
        if (const auto known = seen_.find(path); known != seen_.end()) return known->second;
        auto stat = files_.stat(container_, path);
        if (!stat && stat.error().code != "no-such-path") return std::move(stat).error();
        const auto found = stat ? std::optional<FileStat>(*stat) : std::nullopt;
        seen_.emplace(path, found);
        return found;
    }

    Result<WallTime> modified(const std::string& path) {
        auto found = look(path);
        if (!found) return std::move(found).error();
        return *found ? (*found)->modified : WallTime{};
    }

  private:
    ContainerFiles& files_;
    ContainerId container_;
    std::map<std::string, std::optional<FileStat>> seen_;
};

/// When something was last put beside `path`. A folder that is itself new but has an older time was copied as a whole:
/// then the folder around it tells. The root tells nothing: the engine itself writes there at every start.
Result<WallTime> arrival_beside(Looker& looker, const std::string& path, const std::set<std::string>& added,
                                const PrestartWindow& window) {
    std::string folder = folder_of(path);
    for (;;) {
        if (folder == "/") return WallTime{};
        const auto modified = looker.modified(folder);
        if (!modified || *modified >= window.begin || !added.contains(folder)) return modified;
        folder = folder_of(folder);
    }
}

/// Whether it is such a file; folders, links and devices are not.
Result<bool> is_wanted(Looker& looker, const std::string& path, const std::set<std::string>& added,
                       const PrestartWindow& window) {
    const auto file = looker.look(path);
    if (!file) return file.error();
    if (!*file || !(*file)->regular) return false;
    const auto beside = arrival_beside(looker, path, added, window);
    if (!beside) return beside.error();
    // Older than the first start, and new in a folder that cannot tell: rather carried than lost.
    const bool without_trace = added.contains(path) && (*file)->modified <= window.end && *beside < window.begin;
    return without_trace || is_prestart((*file)->modified, *beside, window);
}

std::set<std::string> added_paths(const std::vector<FileChange>& changes) {
    std::set<std::string> added;
    for (const FileChange& change : changes) {
        if (change.kind == FileChange::Kind::Added) added.insert(change.path);
    }
    return added;
}

/// Every wanted file alone, but a folder that holds nothing else as a whole: so its owner and mode come along.
std::set<std::string> packs_of(const std::set<std::string>& wanted, const std::vector<FileChange>& candidates,
                               const std::set<std::string>& other_files) {
    std::set<std::string> packs = wanted;
    for (const FileChange& change : candidates) {
        const std::string inside = change.path + "/";
        const auto has_inside = [&](const std::set<std::string>& paths) {
            const auto first = paths.lower_bound(inside);
            return first != paths.end() && first->starts_with(inside);
        };
        if (change.kind != FileChange::Kind::Added || !has_inside(wanted) || has_inside(other_files)) continue;
        std::erase_if(packs, [&](const std::string& path) { return path.starts_with(inside); });
        const bool covered = std::any_of(packs.begin(), packs.end(),
                                         [&](const std::string& path) { return change.path.starts_with(path + "/"); });
        if (!covered) packs.insert(change.path);
    }
    return packs;
}

Result<std::string> packed(ContainerFiles& files, const Container& old, const std::set<std::string>& paths) {
    std::vector<Packed> archives;
    std::size_t left = kMostBytes;
    for (const std::string& path : paths) {
        auto tar = files.pack(old.id, path, left);
        if (!tar && tar.error().code == "archive-too-large") {
            return not_carried(old, format("they are larger than {} MiB", kMostBytes >> 20U));
        }
        if (!tar) return std::move(tar).error();
        left -= tar->size();
        archives.push_back({path, std::move(*tar)});
    }
    auto all = joined(archives);
    return all ? std::move(all) : not_carried(old, all.error().message);
}

}  // namespace

Result<std::string> prestart_files(ContainerFiles& files, const Container& old) {
    if (at(tree(old.raw), "/HostConfig/ReadonlyRootfs") == true) return std::string();  // takes no files
    const auto changes = files.changes(old.id);
    if (!changes) return changes.error();
    if (changes->empty()) return std::string();
    if (changes->size() > kMostChanges) {
        return not_carried(old, format("it has changed more than {} files, too many to look at", kMostChanges));
    }
    Looker looker(files, old.id);
    const auto hostname = looker.modified("/etc/hostname");
    if (!hostname) return hostname.error();
    const PrestartWindow window = prestart_window(old, *hostname);
    const auto candidates = prestart_candidates(old, *changes, window);
    const auto added = added_paths(candidates);
    std::set<std::string> wanted;
    std::set<std::string> other_files;
    for (const FileChange& change : candidates) {
        const auto is = is_wanted(looker, change.path, added, window);
        if (!is) return is.error();
        if (*is) {
            wanted.insert(change.path);
        } else if (const auto seen = looker.look(change.path); seen && *seen && (*seen)->regular) {
            other_files.insert(change.path);
        }
    }
    if (wanted.empty()) return std::string();
    return packed(files, old, packs_of(wanted, candidates, other_files));
}

}  // namespace lockstep
