// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/pull_tally.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// "12.3 MB", or "12.3 MB or more" while layers are of unknown size.
std::string size_text(const PullTally& tally);

/// A pull as lines of a terminal: one bar for all of it, and `with_layers` one for each layer that is still on its way
/// when there are several. No line takes more than `columns`: a full line would wrap, and could not be written over.
std::vector<std::string> pull_lines(std::string_view container, const PullTally& tally, std::size_t columns,
                                    bool with_layers);

}  // namespace lockstep
