// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <chrono>
#include <string>

namespace lockstep {

/// When a node looks. Every node has a place of its own in the interval, which it keeps, so that a fleet of them asks
/// evenly; each look comes up to `splay` after that place, by another amount each time.
struct Pace {
    std::string node;  ///< what tells this node from all others
    std::chrono::milliseconds interval{};
    std::chrono::milliseconds splay{};  ///< less than the interval
};

/// The look after `now`: always later than `now`, at most interval + splay later. Pure.
WallTime next_look(const Pace& pace, WallTime now);

/// How long a node that has just started waits before its first look: somewhere within the splay, another time at each
/// start, so that a power cut does not make a fleet ask in chorus.
std::chrono::milliseconds first_look(const Pace& pace, WallTime started);

}  // namespace lockstep
