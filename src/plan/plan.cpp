// SPDX-License-Identifier: Apache-2.0
#include "lockstep/plan/plan.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>

namespace lockstep {
namespace {

struct StepSentence {
    const Swap& swap;

    std::string operator()(const PullImage&) const {
        return format("pull {} and check digest and platform ({})", swap.to.pinned(swap.digest).text(),
                      swap.platform.text());
    }
    std::string operator()(const CreateNew&) const {
        return format("create {} from {} with the settings of {}, connect it and compare", swap.temporary_name(),
                      swap.to.text(), swap.name);
    }
    std::string operator()(const HoldRestart&) const {
        return format("set the restart policy of {} aside, so that nothing revives it", swap.name);
    }
    std::string operator()(const StopOld&) const { return format("stop {} (its own signal and timeout)", swap.name); }
    std::string operator()(const AwaitRemoval&) const {
        return format("wait until the engine has removed {} (--rm)", swap.name);
    }
    std::string operator()(const ParkOld&) const {
        return format("rename the old {} to {}", swap.name, swap.parking_name());
    }
    std::string operator()(const NameNew&) const { return format("rename {} to {}", swap.temporary_name(), swap.name); }
    std::string operator()(const StartNew&) const {
        if (!swap.was_running) return format("leave the new {} stopped, as the old one is", swap.name);
        return format("start the new {}", swap.name);
    }
    std::string operator()(const AwaitHealth&) const {
        if (!swap.was_running) return format("watch nothing: {} does not run", swap.name);
        return format("watch the new {} until it is well", swap.name);
    }
    std::string operator()(const RemoveOld&) const {
        return format("remove the old {} (never its volumes)", swap.parking_name());
    }
    std::string operator()(const StopNew&) const { return format("stop the new {}", swap.name); }
    std::string operator()(const RemoveNew&) const {
        return format("remove the new {} and the anonymous volumes that only it has", swap.name);
    }
    std::string operator()(const RestoreName&) const { return format("give the old one its name {} back", swap.name); }
    std::string operator()(const RestoreRestart&) const {
        return format("give the old {} its restart policy back", swap.name);
    }
    std::string operator()(const RecreateOld&) const {
        return format("create {} again from {} as it was", swap.name, swap.from.text());
    }
    std::string operator()(const StartOld&) const { return format("start the old {}, if it ran before", swap.name); }
};

Swap swap_of(const Decided& decided) {
    const Container& container = decided.container;
    return Swap{.id = swap_id(container.id),
                .name = container.name,
                .old = container.id,
                .old_image = container.image,
                .from = decided.from,
                .to = decided.from.with_tag(decided.verdict.tag),
                .digest = *decided.digest,
                .platform = decided.image.platform,
                .auto_remove = container.ends_with_stop(),
                .was_running = container.up(),
                .gate = decided.gate,
                .group = decided.group,
                .verdict = decided.verdict};
}

/// A swap of a group stands behind the last one of that group; all others stand at the end.
std::vector<Swap>::iterator place_for(std::vector<Swap>& swaps, const std::string& group) {
    if (group.empty()) return swaps.end();
    const auto last =
        std::find_if(swaps.rbegin(), swaps.rend(), [&](const Swap& other) { return other.group == group; });
    return last == swaps.rend() ? swaps.end() : last.base();
}

}  // namespace

std::string Swap::temporary_name() const {
    return format("{}.{}.new", name, id.text());
}

std::string Swap::parking_name() const {
    return format("{}.{}.old", name, id.text());
}

SwapId swap_id(const ContainerId& old) {
    return SwapId(std::string(brief(old.text())));
}

Plan make_plan(const std::vector<Decided>& decided) {
    Plan plan;
    for (const Decided& one : decided) {
        if (one.verdict.action != Action::Update || !one.digest) continue;
        plan.swaps.insert(place_for(plan.swaps, one.group), swap_of(one));
    }
    return plan;
}

std::string sentence(const Step& step, const Swap& swap) {
    return std::visit(StepSentence{swap}, step);
}

}  // namespace lockstep
