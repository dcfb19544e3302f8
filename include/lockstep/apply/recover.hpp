// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/container.hpp"
#include "lockstep/journal/journal.hpp"
#include "lockstep/plan/step.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// What the engine shows of the containers of one swap.
struct Seen {
    std::optional<Container> old;    ///< by the journalled old id
    std::optional<Container> fresh;  ///< by the journalled new id, else by the temporary name
    std::optional<Container> named;  ///< whoever holds the name now
};

/// What recovery does with one unfinished swap.
enum class Recovery {
    Abort,     ///< nothing that ran was touched: remove the new one
    Forward,   ///< run the switching phase again
    Rollback,  ///< run the rollback phase
    CleanUp,   ///< committed: only remove the old one
    CallHelp,  ///< unknown words or strangers: touch nothing, tell a person
};

struct RecoveryChoice {
    Recovery what = Recovery::CallHelp;
    std::string why;  ///< one sentence
};

/// Recoveries of one swap before it is rolled back instead of tried again.
inline constexpr int kMostAttempts = 2;

/// What one container of a unit needs. Pure function of the journal and of what the engine shows; running it twice on
/// the same input gives the same.
RecoveryChoice choose_recovery(const SwapEntry& entry, const Seen& seen);

/// What a whole unit needs, all or none: it goes forward only when each of its containers can. `seen` belongs to
/// `entries` one by one. Pure.
RecoveryChoice choose_recovery(const std::vector<SwapEntry>& entries, const std::vector<Seen>& seen);

}  // namespace lockstep
