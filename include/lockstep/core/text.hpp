// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Foreign text made safe for one log line or terminal: control characters (C0, C1, DEL), line separators, bidi
/// controls and invalid UTF-8 become `\xNN` or `\u{…}`; cut to `limit` bytes with "…" at the end.
std::string escaped(std::string_view foreign, std::size_t limit = 200);

/// Splits at every `separator`; "a,,b" gives three parts, "" gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Without leading and trailing ASCII blanks.
std::string_view trimmed(std::string_view text);

/// ASCII lower case; other bytes stay.
std::string lower(std::string_view text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// First 12 characters, the way people read container ids and digests.
std::string_view brief(std::string_view id);

}  // namespace lockstep
