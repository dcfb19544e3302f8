// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/constraint.hpp"

namespace lockstep {

/// True when the version satisfies one term of a constraint.
bool satisfies(const Tag& tag, const Constraint::Term& term);

}  // namespace lockstep
