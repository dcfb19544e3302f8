// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/notebook.hpp"

#include <string>

namespace lockstep {

/// What tells this node from all others: 128 random bits in hex, made on the first call and kept in the notebook. It
/// says nothing of the machine.
std::string node_id(Notebook& notebook, WallTime now);

}  // namespace lockstep
