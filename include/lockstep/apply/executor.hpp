// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/journal/journal.hpp"
#include "lockstep/plan/plan.hpp"
#include "lockstep/trust/trust.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

enum class SwapResult {
    Updated,
    RolledBack,   ///< the old one runs again
    Aborted,      ///< given up before anything that runs was touched
    Stuck,        ///< a person is needed; the journal keeps the swap open
    Interrupted,  ///< asked to stop while the new one was watched: it runs, and the next start judges it
    HandedOver    ///< lockstep's own container: a helper is at work, which reports later
};

std::string_view word(SwapResult result);

struct SwapOutcome {
    std::string container;
    std::string from;
    std::string to;
    std::string digest = {};  ///< of `to`
    SwapResult result = SwapResult::Aborted;
    std::string reason;                                 ///< empty for Updated
    std::optional<std::chrono::milliseconds> gap = {};  ///< old one stopped → new one started
    bool blames_image = false;                          ///< the digest is remembered as bad
    SwapKind kind = SwapKind::Move;
};

/// The engine's header for pulls from a repository.
using RegistryAuth = std::function<Result<Secret>(const Repository&)>;

/// Watches a swap; every call comes from the thread that runs it.
struct SwapObserver {
    std::function<void(const Swap&, const Step&)> step = [](const Swap&, const Step&) {
    };
    std::function<void(const Swap&, const PullProgress&)> pull = [](const Swap&, const PullProgress&) {
    };
    std::function<void(const std::string& container, const std::string& what)> recovery = [](const std::string&,
                                                                                             const std::string&) {
    };
};

/// Runs swaps step by step, each phase journalled before its first request, and repairs what an earlier run left.
/// All references must outlive it. One thread.
class Executor {
  public:
    Executor(Engine& engine, Journal& journal, Trust& trust, Clock& clock, SwapObserver observer);

    /// Runs one unit to its end, all or none: updated, rolled back or aborted; one outcome per swap, in order. An Error
    /// only when not even the journal could be written; then nothing that ran was touched.
    /// `stop` ends it at once and without a trace until an old container is stopped; from there the new ones are
    /// started first, and only the watching is cut short: without a verdict by then the result is Interrupted.
    Result<std::vector<SwapOutcome>> run(const SwapUnit& unit, const RegistryAuth& auth, const std::stop_token& stop);

    /// Finishes, undoes or reports every unfinished unit; call at every start, before anything else. Twice is once.
    /// It may be called again later, for swaps that are stuck. An Error only when the journal cannot be read.
    Result<std::vector<SwapOutcome>> recover(const std::stop_token& stop);

    /// Only the first step of a move: its image pulled, verified and here. Changes no container.
    Result<ImageId> fetch(const Swap& swap, const RegistryAuth& auth, const std::stop_token& stop);

    /// Leftovers of this owner, too, are ours from now on: it has ended and comes back no more.
    void adopt(const std::string& owner) { owners_.push_back(owner); }

  private:
    Engine& engine_;
    Journal& journal_;
    Trust& trust_;
    Clock& clock_;
    SwapObserver observer_;
    std::vector<std::string> owners_;
};

}  // namespace lockstep
