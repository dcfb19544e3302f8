// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// "did you mean 'policy'?" when a known word is close to `word` by edit distance, else "known here: a, b, c".
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace lockstep
