// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/recreate.hpp"
#include "lockstep/journal/journal.hpp"
#include "lockstep/plan/plan.hpp"

namespace lockstep {

/// What the journal keeps of a swap before anything is done; the requests and its place in the unit are filled in by
/// the caller.
SwapEntry entry_of(const Swap& swap, const Container& old, const Image& old_image, WallTime now);

/// The swap of a stored entry, as far as acting needs it (no verdict, no group). Corrupt `journal-entry` when a stored
/// word, reference or digest cannot be read.
Result<Swap> swap_of(const SwapEntry& entry);

}  // namespace lockstep
