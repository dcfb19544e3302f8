// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/container.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// Names of the containers among `others` that live in the network, process or IPC namespace of `provider`, or link to
/// it: they would lose it when it is replaced, and could not start again. Pure.
std::vector<std::string> dependants_of(const Container& provider, const std::vector<Container>& others);

}  // namespace lockstep
