// SPDX-License-Identifier: Apache-2.0
#include "lockstep/plan/plan.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

namespace lockstep {
namespace {

struct StepSentence {
    const Swap& swap;

    std::string pinned() const { return swap.digest ? swap.to.pinned(*swap.digest).text() : swap.to.text(); }

    std::string operator()(const PullImage&) const {
        return format("pull {} and check digest and platform ({})", pinned(), swap.platform.text());
    }
    std::string operator()(const CreateNew&) const {
        const std::string why = swap.because.empty() ? "" : format(" ({} {})", swap.name, swap.because);
        return format("create {} from {} with the settings of {}, connect it and compare{}", swap.temporary_name(),
                      swap.to.text(), swap.name, why);
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
        return format("create {} again from {} as it was, if it is gone", swap.name, swap.from.text());
    }
    std::string operator()(const StartOld&) const { return format("start the old {}, if it ran before", swap.name); }
};

}  // namespace

std::string Swap::temporary_name() const {
    return format("{}.{}.new", name, id.text());
}

std::string Swap::parking_name() const {
    return format("{}.{}.old", name, id.text());
}

SwapId swap_id(const ContainerId& old, std::string_view owner) {
    return SwapId(format("{}{}{}", brief(old.text()), owner.empty() ? "" : "-", owner));
}

std::string sentence(const Step& step, const Swap& swap) {
    return std::visit(StepSentence{swap}, step);
}

}  // namespace lockstep
