// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/plan/plan.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace lockstep {
namespace {

/// The unit's swaps in waves of equal depth.
std::vector<std::vector<std::size_t>> waves(const SwapUnit& unit, Walk walk) {
    std::set<int> depths;
    for (const Swap& swap : unit.swaps) depths.insert(swap.depth);
    std::vector<std::vector<std::size_t>> all;
    for (const int depth : depths) {
        auto& wave = all.emplace_back();
        for (std::size_t i = 0; i < unit.swaps.size(); ++i) {
            if (unit.swaps[i].depth == depth) wave.push_back(i);
        }
    }
    if (walk == Walk::DependantsFirst) std::ranges::reverse(all);
    return all;
}

/// Each step of the stage for every swap of the wave before the next step: all are started before the first is watched.
void add_wave(const std::vector<std::size_t>& wave, const std::vector<std::vector<Stage>>& stages, std::size_t stage,
              std::vector<UnitStep>& all) {
    std::size_t longest = 0;
    for (const std::size_t swap : wave) longest = std::max(longest, stages[swap][stage].steps.size());
    for (std::size_t number = 0; number < longest; ++number) {
        for (const std::size_t swap : wave) {
            const auto& steps = stages[swap][stage].steps;
            if (number < steps.size()) all.push_back({swap, steps[number]});
        }
    }
}

}  // namespace

std::vector<UnitStep> steps_of(Phase phase, const SwapUnit& unit) {
    std::vector<std::vector<Stage>> stages;
    for (const Swap& swap : unit.swaps) stages.push_back(stages_of(phase, swap.shape));
    std::vector<UnitStep> all;
    for (std::size_t stage = 0; stage < stages.front().size(); ++stage) {
        for (const auto& of_one : stages) LOCKSTEP_CHECK(of_one.size() == stages.front().size());
        for (const auto& wave : waves(unit, stages.front()[stage].walk)) add_wave(wave, stages, stage, all);
    }
    return all;
}

}  // namespace lockstep
