// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Small files in the state directory that are given beside a running daemon, which alone holds the journal. Errors are
// Denied: `journal-io`, and `journal-rights` for a file that is not a plain one of ours, or that others may write.

namespace lockstep {

/// Makes the folder, for us alone, where it is not there.
Result<void> make_state_folder(const std::string& path);

/// Writes all of it or nothing, in place of what was there; on the disk when it returns.
Result<void> write_state_file(const std::string& path, std::string_view text);

/// Nothing when there is no such file. Malformed `input-too-large` beyond `most` bytes.
Result<std::optional<std::string>> read_state_file(const std::string& path, std::size_t most);

/// False when there was none.
Result<bool> remove_state_file(const std::string& path);

}  // namespace lockstep
