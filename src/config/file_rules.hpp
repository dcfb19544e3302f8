// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

// Who may write the configuration may choose what runs here; who may read a secret has it. Each rule gives what is
// wrong and what would be right, or nothing.

namespace lockstep {

/// A configuration file belongs to root or to this user, and nobody else writes it.
std::optional<std::string> config_file_fault(const std::string& path, const struct stat& file);

/// Nobody else can replace files in the folder of `path`: it is not writable by all, or sticky.
std::optional<std::string> folder_fault(const std::string& path);

/// A file with secrets is there, is a regular file of root or this user, and is closed to others; its group may read
/// it.
std::optional<std::string> secret_file_fault(const std::string& path);

/// A file that must be there and be a regular file.
std::optional<std::string> missing_file_fault(const std::string& path);

}  // namespace lockstep
