// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/verdict.hpp"

namespace lockstep {

std::string_view word(Action action) {
    switch (action) {
        case Action::Update:
            return "update";
        case Action::Keep:
            return "keep";
        case Action::Refuse:
            return "refuse";
    }
    return "";
}

}  // namespace lockstep
