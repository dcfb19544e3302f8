// SPDX-License-Identifier: Apache-2.0
#include "planning.hpp"

#include "gather.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

void refuse(Decision& decision, const Unplannable& why) {
    decision.update.reset();
    Verdict& verdict = decision.finding.verdict;
    verdict.action = Action::Refuse;
    verdict.reason = why.reason;
    verdict.sentence = why.sentence;
    verdict.tag.clear();
}

Decision* decision_for(std::vector<Decision>& decisions, const ContainerId& id) {
    const auto mine = std::ranges::find_if(
        decisions, [&](const Decision& one) { return one.update && one.update->container.id == id; });
    return mine == decisions.end() ? nullptr : &*mine;
}

}  // namespace

Result<std::vector<SwapUnit>> plan_units(Engine& engine, std::vector<Decision>& decisions, std::string_view own_id,
                                         std::string_view owner) {
    std::vector<Decided> updates;
    for (const Decision& decision : decisions) {
        if (decision.update) updates.push_back(*decision.update);
    }
    if (updates.empty()) return std::vector<SwapUnit>{};
    const auto all = inspect_all(engine);
    if (!all) return all.error();
    Plan plan = make_plan(updates, *all, own_id, owner);
    for (const Unplannable& one : plan.refused) {
        if (Decision* decision = decision_for(decisions, one.container)) refuse(*decision, one);
    }
    for (const SwapUnit& unit : plan.units) {
        for (const Swap& swap : unit.swaps) {
            if (Decision* decision = decision_for(decisions, swap.old)) decision->finding.swap = swap;
        }
    }
    return std::move(plan.units);
}

}  // namespace lockstep
