// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/apply/executor.hpp"

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// The world as the executor has it.
struct SwapPorts {
    Engine& engine;
    Journal& journal;
    Trust& trust;
    Clock& clock;
    const SwapObserver& observer;
};

/// What is read before anything is done, and never again: the request for the new one is made from exactly this.
struct Originals {
    Container old;
    Image old_image;
    EngineFacts facts;
    std::string files;  ///< what a person put into it before its first start, as an archive
};

/// When the old one went and the new one came, as far as known.
struct GapTimes {
    std::optional<Ticks> stop_requested;
    std::optional<Ticks> started;
    std::string old_finished_at;  ///< the engine's own stamps: better, because nothing of ours lies between them
    std::string new_started_at;
};

/// One swap of a unit under way: what its steps share. The entry is what the journal knows; it changes before it is
/// written.
struct SwapRun {
    SwapPorts ports;
    Swap swap;
    SwapEntry entry;
    std::stop_token stop;
    Secret auth = {};
    /// New ids of what this container refers to: old id and "/name" → new id.
    std::map<std::string, std::string> replaced = {};
    std::optional<Originals> originals = {};  ///< only in the run that planned the swap, not in a recovery
    std::optional<Image> new_image = {};
    GapTimes gap = {};
};

/// A whole unit under way, providers first.
struct UnitRun {
    SwapPorts ports;
    std::stop_token stop;
    std::vector<SwapRun> swaps;
};

}  // namespace lockstep
