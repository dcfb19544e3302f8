// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace lockstep {

/// How text is laid out for the one who reads it.
struct Screen {
    std::size_t width = 0;  ///< columns of the terminal; 0: unlimited (a pipe)
    bool colour = false;
};

/// The screen behind `out`: width from the terminal, colour only there and without NO_COLOR. No terminal: width 0.
Screen screen_of(std::FILE* out);

enum class Tone { Plain, Good, Warn, Bad, Dim };

struct Cell {
    std::string text;
    Tone tone = Tone::Plain;
};

/// Columns aligned by display width; the last column is wrapped into its own column when the screen is too narrow.
/// Ends with a newline. Cells must be safe for a terminal already (`escaped`).
std::string table(const std::vector<std::string>& head, const std::vector<std::vector<Cell>>& rows,
                  const Screen& screen);

}  // namespace lockstep
