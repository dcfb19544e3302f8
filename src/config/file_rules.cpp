// SPDX-License-Identifier: Apache-2.0
#include "config/file_rules.hpp"

#include "lockstep/core/format.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace lockstep {
namespace {

std::string mode_of(const struct stat& file) {
    return format("{:04o}", file.st_mode & 07777U);
}

bool is_ours(const struct stat& file) {
    return file.st_uid == 0 || file.st_uid == geteuid();
}

std::string foreign(const struct stat& file, const std::string& path) {
    return format("belongs to user {}; it must belong to root or to user {}: chown root {}", file.st_uid, geteuid(),
                  path);
}

}  // namespace

std::optional<std::string> config_file_fault(const std::string& path, const struct stat& file) {
    if (!is_ours(file)) return foreign(file, path);
    if ((file.st_mode & 022U) == 0) return std::nullopt;
    return format("can be written by others (mode {}); close it: chmod go-w {}", mode_of(file), path);
}

std::optional<std::string> folder_fault(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path();
    struct stat found {};
    if (stat(folder.empty() ? "." : folder.c_str(), &found) != 0) return std::nullopt;
    if ((found.st_mode & S_IWOTH) == 0 || (found.st_mode & S_ISVTX) != 0) return std::nullopt;
    return format("lies in {}, where anybody can replace it (mode {}); close the folder: chmod o-w {}", folder,
                  mode_of(found), folder);
}

std::optional<std::string> secret_file_fault(const std::string& path) {
    if (auto missing = missing_file_fault(path)) return missing;
    struct stat file {};
    if (stat(path.c_str(), &file) != 0) return std::nullopt;
    if (!is_ours(file)) return "holds secrets and " + foreign(file, path);
    if ((file.st_mode & 027U) == 0) return std::nullopt;
    return format("holds secrets, but is open to others (mode {}); close it: chmod 0600 {}", mode_of(file), path);
}

std::optional<std::string> missing_file_fault(const std::string& path) {
    struct stat file {};
    if (stat(path.c_str(), &file) != 0) {
        return format("names '{}', which cannot be had ({}); correct the path", path, std::strerror(errno));
    }
    if (S_ISREG(file.st_mode)) return std::nullopt;
    return format("names '{}', which is no regular file; name a file", path);
}

}  // namespace lockstep
