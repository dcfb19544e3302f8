// SPDX-License-Identifier: Apache-2.0
#include "leftovers.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/core/time_stamp.hpp"

#include "flow.hpp"
#include "look.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

constexpr std::size_t kIdDigits = 12;
constexpr std::size_t kOwnerDigits = 8;
constexpr std::chrono::minutes kAbandoned{15};

bool is_hex(std::string_view text, std::size_t digits) {
    return text.find_first_not_of("0123456789abcdef") == text.npos && text.size() == digits;
}

bool explains(const std::vector<SwapEntry>& open, const SwapId& id) {
    return std::any_of(open.begin(), open.end(), [&](const SwapEntry& entry) { return entry.id == id; });
}

std::string temporary_name(const SwapName& parts) {
    return format("{}.{}.new", parts.name, parts.id.text());
}

const ContainerSummary* named(const std::vector<ContainerSummary>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &ContainerSummary::name);
    return found == all.end() ? nullptr : &*found;
}

/// The name is free, or held by a container that never ran beside a parked one: the swap ended before it was started.
bool is_vacant(const std::vector<ContainerSummary>& all, const std::string& name) {
    const ContainerSummary* holder = named(all, name);
    return holder == nullptr || holder->status == ContainerStatus::Created;
}

/// A prepared new one of the container that has the name: its digits are those of that container's id.
bool is_never_used(const std::vector<ContainerSummary>& all, const ContainerSummary& one, const SwapName& parts) {
    const ContainerSummary* holder = named(all, parts.name);
    return !parts.is_old && one.status == ContainerStatus::Created && holder != nullptr &&
           holder->id.text().starts_with(parts.digits);
}

/// The prepared new one, which has the restart policy that was set aside; it may already have the name.
Result<std::optional<Container>> prepared_new(const SwapPorts& ports, const SwapName& parts) {
    for (const std::string& name : {parts.name, temporary_name(parts)}) {
        auto fresh = find_named(ports.engine, name);
        if (!fresh || (*fresh && !(*fresh)->ever_started())) return fresh;
    }
    return std::optional<Container>();
}

/// The new one away from the name, the old one's own settings and name back, and running. The new one, which never ran,
/// goes last.
Result<void> restore(const SwapPorts& ports, const ContainerId& id, const SwapName& parts) {
    const auto old = find(ports.engine, id);
    if (!old) return old.error();
    if (!*old) return {};
    const auto fresh = prepared_new(ports, parts);
    if (!fresh) return fresh.error();
    if (*fresh && (*fresh)->name == parts.name) {
        if (auto moved = ports.engine.rename((*fresh)->id, temporary_name(parts)); !moved) return moved;
    }
    if (auto renamed = ports.engine.rename(id, parts.name); !renamed) return renamed;
    if (*fresh && !(*old)->auto_remove) {
        auto restored = ports.engine.set_restart_policy(id, (*fresh)->restart_policy);
        if (!restored) return restored;
    }
    if (!(*old)->running()) {
        if (auto started = ports.engine.start(id); !started) return started;
    }
    return *fresh ? ports.engine.remove((*fresh)->id, true) : Result<void>();
}

SwapOutcome restored_outcome(const SwapPorts& ports, const ContainerSummary& parked, const SwapName& parts) {
    SwapOutcome outcome{
        .container = parts.name,
        .from = {},
        .to = {},
        .digest = {},
        .result = SwapResult::RolledBack,
        .reason = format("leftover: {} was found without a journal entry and got its name back", escaped(parked.name)),
        .gap = {}};
    if (auto done = restore(ports, parked.id, parts); !done) {
        outcome.result = SwapResult::Stuck;
        outcome.reason =
            format("leftover: {} could not be restored: {}", escaped(parked.name), reason_of(done.error()));
        return outcome;
    }
    const HistoryEntry line{.at = ports.clock.now(),
                            .container = parts.name,
                            .from = {},
                            .to = {},
                            .digest = {},
                            .outcome = "repaired",
                            .reason = outcome.reason,
                            .gap = {}};
    const auto noted = ports.journal.finish({parts.id}, {line});
    if (!noted) outcome.reason += "; " + noted.error().text();
    return outcome;
}

/// Removes a prepared new one; the policy that may have been set aside goes back to the one that has the name.
Result<void> discard(const SwapPorts& ports, const ContainerId& id, const SwapName& parts) {
    const auto fresh = find(ports.engine, id);
    const auto holder = find_named(ports.engine, parts.name);
    if (!fresh || !holder) return fresh ? holder.error() : fresh.error();
    const bool is_held = *fresh && *holder && (*holder)->restart_policy != (*fresh)->restart_policy;
    if (is_held && !(*holder)->auto_remove) {
        auto restored = ports.engine.set_restart_policy((*holder)->id, (*fresh)->restart_policy);
        if (!restored) return restored;
    }
    return ports.engine.remove(id, true);
}

/// A parked one that has been down for so long that nobody is at work with it.
bool is_abandoned(const SwapPorts& ports, const ContainerId& id) {
    const auto parked = find(ports.engine, id);
    if (!parked || !*parked || (*parked)->up()) return false;
    const auto ended = time_from_rfc3339((*parked)->finished_at);
    return ended && ports.clock.now() - *ended > kAbandoned;
}

/// Whether the old one of the same swap is here under its parking name, so that restoring it settles this one too.
bool has_parked_one(const std::vector<ContainerSummary>& all, const SwapName& parts) {
    const ContainerSummary* parked = named(all, format("{}.{}.old", parts.name, parts.id.text()));
    return !parts.is_old && parked != nullptr && is_vacant(all, parts.name);
}

}  // namespace

std::optional<SwapName> swap_name(std::string_view text) {
    const bool is_old = text.ends_with(".old");
    if (!is_old && !text.ends_with(".new")) return std::nullopt;
    text.remove_suffix(4);
    const auto dot = text.rfind('.');
    if (dot == text.npos || dot == 0) return std::nullopt;
    const std::string_view id = text.substr(dot + 1);
    const auto dash = std::min(id.find('-'), id.size());
    const std::string_view owner = id.substr(std::min(dash + 1, id.size()));
    const bool is_owned = dash < id.size();
    if (!is_hex(id.substr(0, dash), kIdDigits) || (is_owned && !is_hex(owner, kOwnerDigits))) return std::nullopt;
    return SwapName{std::string(text.substr(0, dot)), SwapId(std::string(id)), std::string(id.substr(0, dash)),
                    std::string(owner), is_old};
}

std::vector<SwapOutcome> settle_leftovers(const SwapPorts& ports, const std::vector<std::string>& owners) {
    const auto open = ports.journal.open_swaps();
    const auto all = ports.engine.containers();
    std::vector<SwapOutcome> outcomes;
    if (!open || !all) return outcomes;
    for (const ContainerSummary& one : *all) {
        const auto parts = swap_name(one.name);
        if (!parts || explains(*open, parts->id)) continue;
        const bool is_ours = parts->owner.empty() || std::ranges::find(owners, parts->owner) != owners.end();
        const bool is_proven = parts->is_old && one.id.text().starts_with(parts->digits);
        const bool is_down = is_proven && is_vacant(*all, parts->name);
        if (is_down && (is_ours || is_abandoned(ports, one.id))) {
            outcomes.push_back(restored_outcome(ports, one, *parts));
            continue;
        }
        if (!is_ours || has_parked_one(*all, *parts)) continue;  // the latter goes with it
        if (is_never_used(*all, one, *parts) && discard(ports, one.id, *parts)) continue;
        ports.observer.recovery(parts->name, format("container {} is left over from an update; remove it by hand when "
                                                    "it is not needed",
                                                    escaped(one.name)));
    }
    return outcomes;
}

}  // namespace lockstep
