// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/id.hpp"
#include "lockstep/core/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace lockstep {

/// A path that differs between a container and the image it was made from.
struct FileChange {
    enum class Kind { Modified, Added, Deleted };
    std::string path;  ///< absolute
    Kind kind = Kind::Modified;
};

/// What the engine says of one path of a container.
struct FileStat {
    std::string path;
    long long size = 0;  ///< bytes
    bool regular = false;
    WallTime modified{};
};

/// Port: the files of a container, whether it runs or not. What is mounted there is seen as the container sees it.
/// Errors: `no-such-container`, `no-such-path`, `archive-too-large`, and those of `Engine`.
class ContainerFiles {
  public:
    virtual ~ContainerFiles() = default;

    /// What the writable layer has changed; files below mounts are not among them.
    virtual Result<std::vector<FileChange>> changes(const ContainerId& container) = 0;
    virtual Result<FileStat> stat(const ContainerId& container, const std::string& path) = 0;
    /// The file or folder at `path` as a tar archive whose entries are named from its last part on. A symbolic link at
    /// the end of `path` is given as such. More than `limit` bytes of archive: Unsupported `archive-too-large`.
    virtual Result<std::string> pack(const ContainerId& container, const std::string& path, std::size_t limit) = 0;
    /// Unpacks a tar archive below `folder`, which exists; owners, modes and times as in the archive.
    virtual Result<void> unpack(const ContainerId& container, const std::string& folder, const std::string& tar) = 0;
};

/// The content of one regular file of a container. `no-such-path` when there is none, Malformed `not-a-file` when
/// something else is there, `archive-too-large` above `limit` bytes.
Result<std::string> read_file(ContainerFiles& files, const ContainerId& container, const std::string& path,
                              std::size_t limit);

}  // namespace lockstep
