// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/pull_tally.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// A pull as lines of a terminal: one bar for all of it, and one for each layer that is still on its way when there are
/// several. No line takes more than `columns`: a full line would wrap, and could not be written over.
std::vector<std::string> pull_lines(std::string_view container, const PullTally& tally, std::size_t columns);

}  // namespace lockstep
