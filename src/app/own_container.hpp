// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lockstep {

/// Id of the container that this process runs in; empty outside of one.
std::string own_container_id();

}  // namespace lockstep
