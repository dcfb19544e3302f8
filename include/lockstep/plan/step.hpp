// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/image/digest.hpp"
#include "lockstep/image/reference.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lockstep {

/// Phases of a swap, in the order they are journalled. A phase is durable before its first request.
///   Planned → Prepared → Switching → Committed → Done, and Switching → Rollback → Done.
/// Planned and Prepared touch nothing that runs: giving up there only removes the new one. Prepared has no steps of its
/// own: all is made and compared. From Committed there is no way back.
enum class Phase { Planned, Prepared, Switching, Rollback, Committed, Done };

/// Every phase, in that order.
inline constexpr std::array kPhases{Phase::Planned,  Phase::Prepared,  Phase::Switching,
                                    Phase::Rollback, Phase::Committed, Phase::Done};

/// Stable stored word ("switching"); never reused for another meaning.
std::string_view word(Phase phase);

/// The phase of a stored word; nothing for a word that this program does not know (a newer one wrote it): never guess.
std::optional<Phase> phase_of(std::string_view stored);

// One struct per kind of step. "The old one" and "the new one" are the two containers of the swap; every step is an
// "ensure": the executor looks first and acts only where needed, so running it twice is running it once.

struct PullImage {};     ///< by digest, then verify digest and platform
struct CreateNew {};     ///< under its temporary name, networks connected, files carried; then compare
struct HoldRestart {};   ///< the old one's restart policy aside, so that nothing revives it
struct StopOld {};       ///< with its own signal and timeout
struct AwaitRemoval {};  ///< of an auto-removed old one: its name must be free
struct ParkOld {};       ///< old one renamed to its parking name
struct NameNew {};       ///< new one gets the name
struct StartNew {};
struct AwaitHealth {};  ///< the gate
struct RemoveOld {};    ///< never its volumes
struct StopNew {};
struct RemoveNew {};       ///< with the anonymous volumes that only it has
struct RestoreName {};     ///< old one gets its name back, unless a stranger holds it: then that is told
struct RestoreRestart {};  ///< and its restart policy
struct RecreateOld {};     ///< an old one that is gone is made again from the journal
struct StartOld {};        ///< if it ran before

/// A closed set: the executor has one handler per kind, and the compiler checks that none is missing.
using Step =
    std::variant<PullImage, CreateNew, HoldRestart, StopOld, AwaitRemoval, ParkOld, NameNew, StartNew, AwaitHealth,
                 RemoveOld, StopNew, RemoveNew, RestoreName, RestoreRestart, RecreateOld, StartOld>;

/// Stable word of a step ("stop-old"), the same in logs, JSON, history and tests.
std::string_view word(const Step& step);

/// What happens to one container of a unit.
enum class SwapKind {
    Move,      ///< to another image
    Recreate,  ///< made again from its own image, because what it refers to is replaced
    Restart    ///< only stopped meanwhile and started again
};

/// Stable stored word ("move").
std::string_view word(SwapKind kind);
/// The kind of a stored word; nothing for a word that this program does not know.
std::optional<SwapKind> swap_kind_of(std::string_view stored);

/// What decides which steps one swap needs.
struct SwapShape {
    SwapKind kind = SwapKind::Move;
    bool auto_remove = false;  ///< the engine deletes the old container when it stops
    bool start_first = false;  ///< the new one runs and is judged before the old one is stopped
};

/// Which way a stage goes through the containers of a unit.
enum class Walk { ProvidersFirst, DependantsFirst };

/// A stretch of a phase that all containers of a unit have behind them before the next one begins.
struct Stage {
    Walk walk = Walk::ProvidersFirst;
    std::vector<Step> steps;
};

/// The steps of one phase, in order. Pure; the only table of the protocol: execution, recovery, `plan` and the docs
/// all read it. For one phase every shape has the same number of stages, and each stage the same walk.
std::vector<Stage> stages_of(Phase phase, const SwapShape& shape);

/// The same for a container on its own: all its steps, one after the other.
std::vector<Step> steps_of(Phase phase, const SwapShape& shape);

}  // namespace lockstep
