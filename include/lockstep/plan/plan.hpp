// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/id.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/image/digest.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/plan/step.hpp"
#include "lockstep/select/verdict.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// How long a new container is watched.
struct Gate {
    std::chrono::milliseconds settle{10'000};
    std::chrono::milliseconds limit{300'000};
};

/// What is done to one container of a unit. Everything that is known before acting.
struct Swap {
    SwapId id;
    std::string name;  ///< the container's name, which the new one will have
    ContainerId old;
    ImageId old_image;
    Reference from;
    Reference to;                  ///< in the words of `from`, with the new tag; the same unless it moves
    std::optional<Digest> digest;  ///< of a move: what `to` stood for when it was resolved: this is what is pulled
    Platform platform;
    SwapShape shape = {};
    bool was_running = true;  ///< the new one is started, and judged, only if the old one was up
    Gate gate;
    std::string group = {};
    int depth = 0;             ///< steps of dependency below it inside the unit; 0: depends on nobody there
    std::string because = {};  ///< why a container that does not move takes part: "is linked to db"
    Verdict verdict = {};

    /// Deterministic, so that a later run finds its own leftovers: "node.1a2b3c4d5e6f-0a1b2c3d.new" and
    /// ".old".
    std::string temporary_name() const;
    std::string parking_name() const;
};

/// Containers that change together, all or none: a group, and whoever depends on one of them. Providers stand before
/// their dependants.
struct SwapUnit {
    std::vector<Swap> swaps;

    /// The id under which the journal keeps them together: that of the first.
    const SwapId& id() const { return swaps.front().id; }
};

/// One step of a unit: which of its swaps, and what.
struct UnitStep {
    std::size_t swap = 0;
    Step step;
};

/// The steps of one phase of a whole unit, in order: all its containers go through a stage before the next stage
/// begins, and inside a stage those of one depth do each step together. Pure.
std::vector<UnitStep> steps_of(Phase phase, const SwapUnit& unit);

/// An update that cannot be planned, and why; `reason` is a stable word: "dependency-cycle", "has-dependants",
/// "depended-on-by-self", "moves-with-self".
struct Unplannable {
    ContainerId container;
    std::string reason;
    std::string sentence;
};

struct Plan {
    std::vector<SwapUnit> units;  ///< providers before dependants, otherwise in the order given
    std::vector<Unplannable> refused;
};

/// A workload with its verdict: what planning starts from.
struct Decided {
    Container container;
    Image image;
    Reference from;
    Verdict verdict;
    std::optional<Digest> digest;  ///< of the verdict's tag, when it is an update
    std::string group;
    Gate gate;
    bool start_first = false;  ///< asked for; done where the container allows two at once
};

/// The units for all updates. `all` are the containers of this engine, those of the updates included: whoever depends
/// on one that is replaced joins its unit. `own_id`: of the container this program runs in, or empty. `owner`: as for
/// swap_id. Pure.
Plan make_plan(const std::vector<Decided>& decided, const std::vector<Container>& all, std::string_view own_id = {},
               std::string_view owner = {});

/// The id of the swap that replaces this container: from its id, so a second run of the same swap is the same one, and
/// from the one that makes it (Journal::owner), so that two of them on one engine know their own temporary names.
SwapId swap_id(const ContainerId& old, std::string_view owner);

/// What a step does, for people: "stop node (its own signal and timeout)". Pure.
std::string sentence(const Step& step, const Swap& swap);

}  // namespace lockstep
