// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/plan/step.hpp"

#include "swap_run.hpp"

namespace lockstep {

/// Makes what the step stands for true: looks first, acts only where needed.
Result<void> perform(SwapRun& run, const Step& step);

// One handler per kind of step; each is an "ensure".
Result<void> pull_image(SwapRun& run);
Result<void> create_new(SwapRun& run);
Result<void> hold_restart(SwapRun& run);
Result<void> stop_old(SwapRun& run);
Result<void> await_removal(SwapRun& run);
Result<void> park_old(SwapRun& run);
Result<void> name_new(SwapRun& run);
Result<void> start_new(SwapRun& run);
/// Part of the watch over the new one, so that it costs no time while nobody serves: the old one must not run, and its
/// end is noted.
Result<void> check_old_ended(SwapRun& run);
Result<void> remove_old(SwapRun& run);
Result<void> stop_new(SwapRun& run);
Result<void> remove_new(SwapRun& run);
Result<void> restore_name(SwapRun& run);
Result<void> restore_restart(SwapRun& run);
Result<void> recreate_old(SwapRun& run);
Result<void> start_old(SwapRun& run);

}  // namespace lockstep
