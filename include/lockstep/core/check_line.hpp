// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

enum class CheckState { Good, Bad, Unknown };

/// "good", "bad", "unknown"
std::string_view word(CheckState state);

/// One line of a list of checks, as a person goes through them.
struct CheckLine {
    std::string area;     ///< what is checked: "image", "server", "clock"
    std::string subject;  ///< the one of its kind: "node:cotopaxi", a URL, a container's name
    CheckState state = CheckState::Unknown;
    std::string reason;    ///< stable word
    std::string sentence;  ///< what was found
    std::string remedy;    ///< what a person can do; empty where nothing is wrong
};

}  // namespace lockstep
