// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace lockstep {

/// Columns that UTF-8 text takes on a terminal: combining marks take none, East Asian wide characters and emoji two
/// (Unicode TR 11). Bytes that are not UTF-8 count one each.
std::size_t display_width(std::string_view text);

/// Length in bytes of the longest start of `text` that takes at most `columns`, never inside a character.
std::size_t prefix_within(std::string_view text, std::size_t columns);

}  // namespace lockstep
