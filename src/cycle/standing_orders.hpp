// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"

#include <optional>
#include <string>
#include <vector>

// What a person has said once and the journal keeps; see Cycle for what each answers.

namespace lockstep {

Result<Hold> put_on_hold(Ports& ports, const std::vector<Target>& targets, Hold wanted);
Result<std::optional<Hold>> lift_hold(Ports& ports, const std::string& name);
Result<std::vector<BadDigest>> forgive_digests(Ports& ports, const std::string& container);

/// Adds the line "ordered" to the history: what a person wanted of a container, and why.
Result<void> note_order(Ports& ports, const std::string& container, const std::string& what, const std::string& why,
                        const std::string& from = "", const std::string& to = "");

/// The error of a container that was not found, with the nearest name that there is.
Error with_near_name(Engine& engine, Error error, const std::string& name);

}  // namespace lockstep
