// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "swap_run.hpp"

#include <string>

namespace lockstep {

// The stretches of a swap. Each ends in an outcome; a failure in one leads to the next. None throws a journal entry
// away before everything that it stands for is done.

/// Makes the phase durable. From here on its requests may be sent.
Result<void> enter(SwapRun& run, Phase phase);

/// PLANNED and PREPARED: everything that can be done beside the running old container. Needs `run.originals`.
Result<void> prepare(SwapRun& run);

/// SWITCHING, already durable: the old one out, the new one in and judged; then the commit or the rollback.
SwapOutcome switch_over(SwapRun& run);

/// ROLLBACK: the old one back, for `cause`.
SwapOutcome roll_back(SwapRun& run, const Error& cause);

/// COMMITTED, already durable: removes the old one and closes the entry.
SwapOutcome clean_up(SwapRun& run);

/// Gives up before the old one was touched: removes the new one and closes the entry.
SwapOutcome give_up(SwapRun& run, const Error& cause);

/// An outcome of this swap that leaves the entry as it is.
SwapOutcome outcome_of(const SwapRun& run, SwapResult result, std::string reason);

/// "code: text", for outcomes, history and bad digests.
std::string reason_of(const Error& error);

}  // namespace lockstep
