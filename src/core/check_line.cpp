// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check_line.hpp"

namespace lockstep {

std::string_view word(CheckState state) {
    switch (state) {
        case CheckState::Good:
            return "good";
        case CheckState::Bad:
            return "bad";
        case CheckState::Unknown:
            return "unknown";
    }
    return "";
}

}  // namespace lockstep
