// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

// The stretches of a unit. Each ends in outcomes; a failure in one leads to the next. None throws journal entries away
// before everything that they stand for is done.

/// Which swap of the unit failed, and how.
struct Culprit {
    std::size_t swap = 0;
    Error error;
};

/// Makes the phase durable for all swaps at once. From here on its requests may be sent.
Result<void> enter(UnitRun& unit, Phase phase);

/// PLANNED and PREPARED: everything that can be done beside the running old containers. Needs the originals.
std::optional<Culprit> prepare(UnitRun& unit);

/// SWITCHING, already durable: the old ones out, the new ones in and judged; then the commit or the rollback.
std::vector<SwapOutcome> switch_over(UnitRun& unit);

/// ROLLBACK: all old ones back, because of `culprit`.
std::vector<SwapOutcome> roll_back(UnitRun& unit, const Culprit& culprit);

/// COMMITTED, already durable: removes the old ones and closes the entries.
std::vector<SwapOutcome> clean_up(UnitRun& unit);

/// Gives up before an old one was touched: removes the new ones and closes the entries.
std::vector<SwapOutcome> give_up(UnitRun& unit, const Culprit& culprit);

/// Outcomes that leave the entries as they are.
std::vector<SwapOutcome> outcomes_of(const UnitRun& unit, SwapResult result, const std::string& reason);

/// What the journal knows of the unit.
std::vector<SwapEntry> entries_of(const UnitRun& unit);

/// "code: text", for outcomes, history and bad digests.
std::string reason_of(const Error& error);

}  // namespace lockstep
