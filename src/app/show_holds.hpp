// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/journal/journal.hpp"

#include <string>
#include <vector>

namespace lockstep {

// What is on hold, for people and for programs; pure.

/// "node is on hold since … until … (training); `lockstep unhold node` lifts it."
std::string sentence_of(const Hold& hold);
/// name, reason, since, until (null: until it is lifted)
Json json_of(const Hold& hold);

/// One line for each; empty when there is none.
std::string show_holds(const std::vector<Hold>& holds);
Json json_of(const std::vector<Hold>& holds);

}  // namespace lockstep
