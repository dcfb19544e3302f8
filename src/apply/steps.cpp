// SPDX-License-Identifier: Apache-2.0
#include "steps.hpp"

#include "gate.hpp"

#include <variant>

namespace lockstep {
namespace {

/// A kind of step without a handler does not compile.
struct Perform {
    SwapRun& run;

    Result<void> operator()(const PullImage&) const { return pull_image(run); }
    Result<void> operator()(const CreateNew&) const { return create_new(run); }
    Result<void> operator()(const HoldRestart&) const { return hold_restart(run); }
    Result<void> operator()(const StopOld&) const { return stop_old(run); }
    Result<void> operator()(const AwaitRemoval&) const { return await_removal(run); }
    Result<void> operator()(const ParkOld&) const { return park_old(run); }
    Result<void> operator()(const NameNew&) const { return name_new(run); }
    Result<void> operator()(const StartNew&) const { return start_new(run); }
    Result<void> operator()(const AwaitHealth&) const { return watch_new(run); }
    Result<void> operator()(const RemoveOld&) const { return remove_old(run); }
    Result<void> operator()(const StopNew&) const { return stop_new(run); }
    Result<void> operator()(const RemoveNew&) const { return remove_new(run); }
    Result<void> operator()(const RestoreName&) const { return restore_name(run); }
    Result<void> operator()(const RestoreRestart&) const { return restore_restart(run); }
    Result<void> operator()(const RecreateOld&) const { return recreate_old(run); }
    Result<void> operator()(const StartOld&) const { return start_old(run); }
};

}  // namespace

Result<void> perform(SwapRun& run, const Step& step) {
    run.ports.observer.step(run.swap, step);
    return std::visit(Perform{run}, step);
}

}  // namespace lockstep
