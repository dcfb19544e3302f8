// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/table.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// `text` in the colour of its tone (ECMA-48 SGR), unchanged when `colour` is off or the tone is plain.
std::string painted(std::string_view text, Tone tone, bool colour);

}  // namespace lockstep
