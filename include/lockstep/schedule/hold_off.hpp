// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/schedule/window.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

// When a decided update may be carried out. Looking is never held off. Pure.

namespace lockstep {

/// What a person wishes of the moment of an update.
struct Timing {
    std::vector<WeeklyWindow> windows = {};  ///< only in these; empty: any time
    /// 0: a canary, takes a release at once; 1: takes it anywhere within the ramp.
    double wariness = 0;
    std::chrono::milliseconds ramp{24 * 3600 * 1000};  ///< after this long every node has taken a release
    std::chrono::milliseconds soak{};                  ///< a release must have been out for this long

    bool operator==(const Timing&) const = default;
};

/// A release as this node sees it.
struct Release {
    std::string repository;
    std::string digest;
    WallTime first_seen{};      ///< here: publishers choose the dates inside an image as they like
    bool server_moved = false;  ///< the server runs it already: being different from it hurts too
};

/// Why an update waits, and until when.
struct HoldOff {
    std::string reason;  ///< "soak", "ramp" or "outside-window"
    WallTime until{};    ///< the first moment at which nothing of it all is in the way
    std::string sentence;
};

/// Nothing when the update may be carried out now. A node's place on the ramp comes from a hash of node, repository and
/// digest: another order for each release. Few go first: after a quarter of the ramp a sixteenth of the nodes; where
/// the server has moved, evenly and within a sixth of the ramp.
std::optional<HoldOff> hold_off(const Timing& timing, const Release& release, const std::string& node, WallTime now);

}  // namespace lockstep
