// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace lockstep {

/// A number in [0, 1) that the text decides: equal for equal text, evenly spread over different ones.
double share_of(std::string_view text);

}  // namespace lockstep
