// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/inventory/workload.hpp"
#include "lockstep/journal/journal.hpp"

#include "decide.hpp"

#include <string>
#include <vector>

// Where a container can go back to, as far as this node's own history tells. Pure.

namespace lockstep {

/// The history line whose old image `workload` goes back to. `to` is a tag or a digest that ran here before; empty: the
/// newest image before the running one that did not fail here. `history` is newest first. NotFound
/// `nothing-to-roll-back`, with what there is in the remedy.
Result<HistoryEntry> way_back(const Workload& workload, const std::string& to, const std::vector<HistoryEntry>& history,
                              const std::vector<BadDigest>& bad);

/// The other containers that the update of `line` moved as well: all or none of them go back.
std::vector<HistoryEntry> moved_together(const HistoryEntry& line, const std::vector<HistoryEntry>& history);

/// Whether the container still runs what the update of `line` gave it.
bool still_runs(const Workload& workload, const HistoryEntry& line);

/// The decision to put `workload` back on the old image of `line`.
Decision decision_to_go_back(const Workload& workload, const HistoryEntry& line);

}  // namespace lockstep
