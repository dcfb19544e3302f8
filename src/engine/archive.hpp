// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The content of the one regular file that a tar archive of the engine holds. Malformed `not-a-file` when it holds
/// something else, `archive-invalid` when it is no archive.
Result<std::string> only_file(std::string_view tar);

/// An archive of the engine (entries named from the last part of the path that was asked for) with entries named by
/// their whole path, relative to the root, so that it can be unpacked there and makes its folders.
struct Packed {
    std::string path;  ///< the absolute path that was packed
    std::string tar;
};

/// Several of them in one archive, owners, modes, times and extended attributes as they are. `archive-invalid`.
Result<std::string> joined(const std::vector<Packed>& archives);

}  // namespace lockstep
