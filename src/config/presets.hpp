// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Names that `presets` takes.
const std::vector<std::string>& preset_words();

/// The codenames of vantage6's releases. Its release workflow and its documentation spell the first one differently.
const Codenames& built_in_codenames();

/// The targets of one preset, without defaults of the file: their server holds only the product.
std::vector<Target> preset_targets(std::string_view preset);

}  // namespace lockstep
