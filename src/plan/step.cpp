// SPDX-License-Identifier: Apache-2.0
#include "lockstep/plan/step.hpp"

#include <utility>

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

/// Everything is pulled before anything is created, so that what fails later costs least.
std::vector<Stage> planned_stages(const SwapShape& shape) {
    if (shape.kind == SwapKind::Restart) return {{}, {}};
    if (shape.kind == SwapKind::Recreate) return {{}, {Walk::ProvidersFirst, {CreateNew{}}}};
    return {{Walk::ProvidersFirst, {PullImage{}}}, {Walk::ProvidersFirst, {CreateNew{}}}};
}

std::vector<Step> held(const SwapShape& shape) {
    return shape.auto_remove ? std::vector<Step>{} : std::vector<Step>{HoldRestart{}};
}

std::vector<Step> stopped(const SwapShape& shape) {
    return shape.auto_remove ? std::vector<Step>{StopOld{}, AwaitRemoval{}} : std::vector<Step>{StopOld{}};
}

/// What users feel lies between StopOld and StartNew: only what cannot be outside stands there. The names are exchanged
/// while the old one still runs, since a rename does not disturb it.
std::vector<Stage> switching_stages(const SwapShape& shape) {
    if (shape.kind == SwapKind::Restart) {
        return {{Walk::ProvidersFirst, held(shape)},
                {},
                {Walk::DependantsFirst, stopped(shape)},
                {Walk::ProvidersFirst, {RestoreRestart{}, StartOld{}}}};
    }
    if (shape.start_first) {
        return {{Walk::ProvidersFirst, held(shape)},
                {Walk::ProvidersFirst, {StartNew{}, AwaitHealth{}, ParkOld{}, NameNew{}}},
                {Walk::DependantsFirst, stopped(shape)},
                {}};
    }
    return {{Walk::ProvidersFirst, held(shape)},
            {Walk::ProvidersFirst, {ParkOld{}, NameNew{}}},
            {Walk::DependantsFirst, stopped(shape)},
            {Walk::ProvidersFirst, {StartNew{}, AwaitHealth{}}}};
}

/// The new ones go first: names, host ports and fixed addresses are free only when they are gone. The old one serves
/// again before it gets its name back, so that a name which a stranger took does not keep it down.
std::vector<Stage> rollback_stages(const SwapShape& shape) {
    if (shape.kind == SwapKind::Restart)
        return {{Walk::DependantsFirst, {}}, {Walk::ProvidersFirst, {RestoreRestart{}, StartOld{}}}};
    std::vector<Step> restored{RecreateOld{}};
    if (!shape.auto_remove) restored.emplace_back(RestoreRestart{});
    restored.emplace_back(StartOld{});
    restored.emplace_back(RestoreName{});
    return {{Walk::DependantsFirst, {StopNew{}, RemoveNew{}}}, {Walk::ProvidersFirst, std::move(restored)}};
}

std::vector<Stage> committed_stages(const SwapShape& shape) {
    if (shape.auto_remove || shape.kind == SwapKind::Restart) return {{Walk::DependantsFirst, {}}};
    return {{Walk::DependantsFirst, {RemoveOld{}}}};
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

std::string_view word(SwapKind kind) {
    switch (kind) {
        case SwapKind::Move:
            return "move";
        case SwapKind::Recreate:
            return "recreate";
        case SwapKind::Restart:
            return "restart";
    }
    return "unknown";
}

std::optional<SwapKind> swap_kind_of(std::string_view stored) {
    for (const SwapKind kind : {SwapKind::Move, SwapKind::Recreate, SwapKind::Restart}) {
        if (word(kind) == stored) return kind;
    }
    return std::nullopt;
}

std::vector<Stage> stages_of(Phase phase, const SwapShape& shape) {
    switch (phase) {
        case Phase::Planned:
            return planned_stages(shape);
        case Phase::Switching:
            return switching_stages(shape);
        case Phase::Rollback:
            return rollback_stages(shape);
        case Phase::Committed:
            return committed_stages(shape);
        case Phase::Prepared:
        case Phase::Done:
            return {};
    }
    return {};
}

std::vector<Step> steps_of(Phase phase, const SwapShape& shape) {
    std::vector<Step> all;
    for (const Stage& stage : stages_of(phase, shape)) all.insert(all.end(), stage.steps.begin(), stage.steps.end());
    return all;
}

}  // namespace lockstep
