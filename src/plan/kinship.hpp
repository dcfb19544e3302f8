// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/dependants.hpp"
#include "lockstep/plan/plan.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace lockstep {

/// How a container takes part in a unit.
struct Part {
    SwapKind kind = SwapKind::Move;
    std::string because = {};
};

/// Containers that have to change together: id → part.
using Kin = std::map<ContainerId, Part>;

/// The moving containers and, with each, everybody who has to be made again or restarted because of it; containers of
/// one group and containers tied to each other are kin. Each container is in one of them only. Pure.
std::vector<Kin> kinships(const std::vector<Decided>& moves, const std::vector<Dependency>& ties,
                          const std::map<ContainerId, const Container*>& all);

/// The depth of each container by the ties among them, or the names along a cycle.
struct Depths {
    std::map<ContainerId, int> depth;
    std::vector<ContainerId> cycle;  ///< empty when there is none
};
Depths depths_of(const Kin& kin, const std::vector<Dependency>& ties);

}  // namespace lockstep
