// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"

#include "decide.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// The update of the container that this program runs in, by a helper container of the new image. The helper keeps a
/// journal of its own in STATE/handover, runs the ordinary swap, and ends. This is the side of the program that is
/// replaced, and of the one that comes after it: both find in the journal that a helper is at work, take in what it
/// achieved, and remove it. The new digest counts as failed from before the first step until the helper reports
/// success, so that whatever happens nobody tries it again on its own.
class Handover {
  public:
    Handover(Ports& ports, const Settings& settings);

    /// Whether a helper is at work: nothing else is updated meanwhile.
    bool under_way() const;

    /// Looks after the helper, if there is one; what came of it, once it has ended.
    std::optional<SwapOutcome> look_after(Executor& executor);

    /// Starts a helper for `swap`, whose image is fetched first; its one outcome.
    Result<std::vector<SwapOutcome>> begin(const Swap& swap, Executor& executor, const RegistryAuth& auth,
                                           const std::stop_token& stop);

  private:
    struct Record;
    struct Report {
        bool is_begun = false;  ///< and not finished
        std::optional<HistoryEntry> line = {};
        std::string owner = {};
    };
    std::optional<Record> record() const;
    Result<void> keep(const Record& record);
    void forget();
    Result<void> remember_as_failed(const Record& record, const std::string& reason);
    Result<ContainerId> start_helper(const Swap& swap, const ImageId& image);
    Report report_on(const Record& record) const;
    HistoryEntry without_a_word(const Record& record, const Container* helper) const;
    SwapOutcome finish(const Record& record, const HistoryEntry& line);

    Ports& ports_;
    const Settings& settings_;
};

/// The decision to put `workload` on the image `to`, a reference with tag and digest: that of the helper.
Decision decision_to_move(const Workload& workload, const Reference& to);

}  // namespace lockstep
