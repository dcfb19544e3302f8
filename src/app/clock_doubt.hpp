// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// When the last look was: by the clock on the wall, and by the ticks of this process if it was this process that
/// looked.
struct LastLook {
    WallTime at{};
    std::optional<Ticks> ticks = {};
};

/// What a person should hear about the machine's clock: it stands before the last look, or jumped ahead since. Windows,
/// soak times and ages are measured by it. Nothing when it is well, as far as that shows. Pure.
std::optional<std::string> clock_doubt(const LastLook& last, WallTime now, Ticks ticks);

}  // namespace lockstep
