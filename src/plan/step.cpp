// SPDX-License-Identifier: Apache-2.0
#include "lockstep/plan/step.hpp"

namespace lockstep {
namespace {

struct StepWord {
    std::string_view operator()(const PullImage&) const { return "pull-image"; }
    std::string_view operator()(const CreateNew&) const { return "create-new"; }
    std::string_view operator()(const HoldRestart&) const { return "hold-restart"; }
    std::string_view operator()(const StopOld&) const { return "stop-old"; }
    std::string_view operator()(const AwaitRemoval&) const { return "await-removal"; }
    std::string_view operator()(const ParkOld&) const { return "park-old"; }
    std::string_view operator()(const NameNew&) const { return "name-new"; }
    std::string_view operator()(const StartNew&) const { return "start-new"; }
    std::string_view operator()(const AwaitHealth&) const { return "await-health"; }
    std::string_view operator()(const RemoveOld&) const { return "remove-old"; }
    std::string_view operator()(const StopNew&) const { return "stop-new"; }
    std::string_view operator()(const RemoveNew&) const { return "remove-new"; }
    std::string_view operator()(const RestoreName&) const { return "restore-name"; }
    std::string_view operator()(const RestoreRestart&) const { return "restore-restart"; }
    std::string_view operator()(const RecreateOld&) const { return "recreate-old"; }
    std::string_view operator()(const StartOld&) const { return "start-old"; }
};

/// What users feel lies between StopOld and StartNew: only what cannot be outside stands there.
std::vector<Step> switching_steps(bool auto_remove) {
    if (auto_remove) return {StopOld{}, AwaitRemoval{}, NameNew{}, StartNew{}, AwaitHealth{}};
    return {HoldRestart{}, StopOld{}, ParkOld{}, NameNew{}, StartNew{}, AwaitHealth{}};
}

/// The new one goes first: name, host ports and fixed addresses are free only when it is gone.
std::vector<Step> rollback_steps(bool auto_remove) {
    if (auto_remove) return {StopNew{}, RemoveNew{}, RecreateOld{}, StartOld{}};
    return {StopNew{}, RemoveNew{}, RestoreName{}, RestoreRestart{}, StartOld{}};
}

}  // namespace

std::string_view word(Phase phase) {
    switch (phase) {
        case Phase::Planned:
            return "planned";
        case Phase::Prepared:
            return "prepared";
        case Phase::Switching:
            return "switching";
        case Phase::Rollback:
            return "rollback";
        case Phase::Committed:
            return "committed";
        case Phase::Done:
            return "done";
    }
    return "unknown";
}

std::optional<Phase> phase_of(std::string_view stored) {
    for (const Phase phase : kPhases) {
        if (word(phase) == stored) return phase;
    }
    return std::nullopt;
}

std::string_view word(const Step& step) {
    return std::visit(StepWord{}, step);
}

std::vector<Step> steps_of(Phase phase, bool auto_remove) {
    switch (phase) {
        case Phase::Planned:
            return {PullImage{}, CreateNew{}};
        case Phase::Prepared:
            return {};
        case Phase::Switching:
            return switching_steps(auto_remove);
        case Phase::Rollback:
            return rollback_steps(auto_remove);
        case Phase::Committed:
            if (auto_remove) return {};
            return {RemoveOld{}};
        case Phase::Done:
            return {};
    }
    return {};
}

}  // namespace lockstep
