// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/verdict.hpp"

#include <string>

namespace lockstep {

inline Verdict update(std::string_view tag, Direction direction, std::string reason, std::string sentence) {
    return {Action::Update, std::string(tag), direction, std::move(reason), std::move(sentence)};
}

inline Verdict keep(std::string reason, std::string sentence) {
    return {Action::Keep, {}, Direction::None, std::move(reason), std::move(sentence)};
}

inline Verdict refuse(std::string reason, std::string sentence) {
    return {Action::Refuse, {}, Direction::None, std::move(reason), std::move(sentence)};
}

}  // namespace lockstep
