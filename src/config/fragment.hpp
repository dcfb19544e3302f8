// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/load.hpp"
#include "lockstep/core/result.hpp"

#include "config/written.hpp"

#include <string>

namespace lockstep {

/// What a file says. Unknown keys, duplicate keys and wrong shapes go to `complaints`, the rest is read on; broken
/// YAML and a file with nothing in it are an Error at once.
Result<FileFragment> read_fragment(const std::string& yaml, const std::string& place, Complaints& complaints);

/// What the environment says. Lists are separated by commas, maps are written NAME=VALUE,NAME=VALUE.
Fragment read_environment(const Environment& environment, Complaints& complaints);

/// What the command line says.
Fragment read_overrides(const Overrides& overrides);

}  // namespace lockstep
