// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/id.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/image/digest.hpp"
#include "lockstep/image/reference.hpp"
#include "lockstep/plan/step.hpp"
#include "lockstep/select/verdict.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// How long a new container is watched.
struct Gate {
    std::chrono::milliseconds settle{10'000};
    std::chrono::milliseconds limit{300'000};
};

/// Replace one container by one of another image. Everything that is known before acting.
struct Swap {
    SwapId id;
    std::string name;  ///< the container's name, which the new one will have
    ContainerId old;
    ImageId old_image;
    Reference from;
    Reference to;   ///< in the words of `from`, with the new tag
    Digest digest;  ///< what `to` stood for when it was resolved: this is what is pulled
    Platform platform;
    bool auto_remove = false;  ///< the engine deletes the old one when it is stopped
    bool was_running = true;   ///< the new one is started only if the old one was up
    Gate gate;
    std::string group;
    Verdict verdict;

    /// Deterministic, so that a later run finds its own leftovers: "node.1a2b3c4d5e6f.new" and ".old".
    std::string temporary_name() const;
    std::string parking_name() const;
};

/// Ordered swaps; swaps of one group stand together.
struct Plan {
    std::vector<Swap> swaps;
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
};

/// The swaps for all updates, groups kept together, otherwise in the order given. Pure.
Plan make_plan(const std::vector<Decided>& decided);

/// The id of the swap that replaces this container: from its id, so a second run of the same swap is the same one.
SwapId swap_id(const ContainerId& old);

/// What a step does, for people: "stop node (its own signal and timeout)". Pure.
std::string sentence(const Step& step, const Swap& swap);

}  // namespace lockstep
