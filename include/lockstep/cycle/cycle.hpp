// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/apply/executor.hpp"
#include "lockstep/config/settings.hpp"
#include "lockstep/core/clock.hpp"
#include "lockstep/core/notebook.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/journal/journal.hpp"
#include "lockstep/plan/plan.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/registry/registry.hpp"
#include "lockstep/report/sink.hpp"
#include "lockstep/schedule/hold_off.hpp"
#include "lockstep/select/verdict.hpp"
#include "lockstep/trust/trust.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// The outside world of one cycle. All must outlive it.
struct Ports {
    Engine& engine;
    Registry& registry;
    ServerVersion& server;
    Trust& trust;
    Journal& journal;
    Clock& clock;
    Notebook& notebook;  ///< loaded from the journal; `run` stores what changed
};

/// What one cycle found out and decided about one container.
struct Finding {
    std::string container;
    std::string image;             ///< reference that runs
    std::string target;            ///< name of the rule that means it
    std::string server;            ///< version the server reported, when it was asked
    std::string server_url = {};   ///< where it was asked
    std::string server_from = {};  ///< who named that address, when it was not the configuration
    std::string runs;              ///< version tag that really runs, when the reference does not say it
    Verdict verdict;
    bool skipped = false;          ///< ours by the configuration, but left alone before anybody was asked
    std::optional<Error> missing;  ///< evidence that could not be had; the container was kept
    std::optional<Swap> swap;      ///< what an update would do, or did
    /// Set when the verdict is to wait for its time (paused, outside-window, soak, ramp) and that time is known.
    std::optional<WallTime> waits_until;
};

/// The whole cycle.
struct CycleReport {
    std::vector<Finding> findings;
    std::vector<SwapUnit> units;        ///< what is done together, in order
    std::vector<SwapOutcome> repaired;  ///< swaps that an earlier run left unfinished
    std::vector<SwapOutcome> outcomes;
    std::vector<Hold> holds;  ///< in force, by name
    /// Set when a move down waits for the server's second equal answer: look again after this long.
    std::optional<std::chrono::milliseconds> look_again;
    bool stopped = false;
};

/// A person's word to take a container back to an image that it ran before.
struct Rollback {
    std::string container;  ///< name or id
    std::string to = {};    ///< a tag or digest that its history knows; empty: the newest one before the running one
    std::string reason = {};
};

/// What a person says of the moment of updates, over the configuration.
struct Orders {
    bool at_once = false;          ///< windows, ramp and soak are set aside
    std::optional<HoldOff> pause;  ///< nothing is updated; until WallTime::max(): until a person ends it
};

/// One pass: look, decide, act, report. The one-shot, `plan`, `explain` and the daemon all walk this line. One thread.
class Cycle {
  public:
    /// `own_id` is the id of the container that this program runs in, which hands over instead of being
    /// swapped; empty outside of one.
    Cycle(Ports ports, const Settings& settings, Sink& sink, std::string own_id = {});
    ~Cycle();

    /// Looks and decides; writes nothing and pulls nothing. An Error only when the engine cannot be asked.
    Result<CycleReport> plan(const std::stop_token& stop, const Orders& orders = {});

    /// Repairs what an earlier run left, then looks, decides and acts.
    Result<CycleReport> run(const std::stop_token& stop, const Orders& orders = {});

    /// Only repairs: what has to be done at once when the program starts. `run` does it as well.
    Result<std::vector<SwapOutcome>> repair(const std::stop_token& stop);

    /// Looks at one container, by name or id, with the verdict on every tag. Also one that no target means: then by
    /// the default policy. NotFound `no-such-container`.
    Result<Finding> explain(const std::string& container, const std::stop_token& stop, const Orders& orders = {});

    /// What going back would be: asks neither registry nor server, changes nothing. Who moved together goes back
    /// together. NotFound `no-such-container`, `nothing-to-roll-back`; Refused `not-recreatable` where the container is
    /// left alone.
    Result<CycleReport> plan_rollback(const Rollback& rollback);

    /// Repairs what an earlier run left, remembers the running images as bad, so that the next cycle does not take them
    /// again, and goes back by the same steps as an update.
    Result<CycleReport> roll_back(const Rollback& rollback, const std::stop_token& stop);

    /// Whether a helper is at work on the update of lockstep's own container.
    bool hands_over() const;

    /// For the helper that updates lockstep's own container (id `container`) to `to`, a reference with tag and digest:
    /// repairs what an earlier try of it left, else runs the swap. Nothing is done, and reported, when that was
    /// finished before.
    Result<CycleReport> take_over(const std::string& container, const Reference& to, const std::stop_token& stop);

    /// Puts a container (name or id), or whatever a target of that name means, on hold as `wanted` says, from now on;
    /// the hold as it is stored. NotFound `no-such-container`.
    Result<Hold> hold(Hold wanted);

    /// Lifts the hold of that name; the one that there was. NotFound `no-such-container`.
    Result<std::optional<Hold>> unhold(const std::string& name);

    /// Forgets the digests that failed in a container, so that they are tried again; which ones these were. NotFound
    /// `no-such-container`.
    Result<std::vector<BadDigest>> retry(const std::string& container);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
