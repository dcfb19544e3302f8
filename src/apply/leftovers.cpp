// SPDX-License-Identifier: Apache-2.0
#include "leftovers.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "flow.hpp"
#include "look.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

constexpr std::size_t kIdDigits = 12;

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == text.npos && text.size() == kIdDigits;
}

bool explains(const std::vector<SwapEntry>& open, const SwapId& id) {
    return std::any_of(open.begin(), open.end(), [&](const SwapEntry& entry) { return entry.id == id; });
}

bool is_taken(const std::vector<ContainerSummary>& all, const std::string& name) {
    return std::any_of(all.begin(), all.end(), [&](const ContainerSummary& one) { return one.name == name; });
}

/// The prepared new one beside it has the restart policy that was set aside.
Result<void> restore_policy(const SwapPorts& ports, const Container& old, const SwapName& parts) {
    const auto fresh = find_named(ports.engine, format("{}.{}.new", parts.name, parts.id.text()));
    if (!fresh || !*fresh || old.auto_remove) return {};
    return ports.engine.set_restart_policy(old.id, (*fresh)->restart_policy);
}

Result<void> restore(const SwapPorts& ports, const ContainerId& id, const SwapName& parts) {
    const auto old = find(ports.engine, id);
    if (!old) return old.error();
    if (!*old) return {};
    if (auto renamed = ports.engine.rename(id, parts.name); !renamed) return renamed;
    if (auto restored = restore_policy(ports, **old, parts); !restored) return restored;
    return (*old)->running() ? Result<void>() : ports.engine.start(id);
}

SwapOutcome restored_outcome(const SwapPorts& ports, const ContainerSummary& parked, const SwapName& parts) {
    SwapOutcome outcome{
        .container = parts.name,
        .from = {},
        .to = {},
        .digest = {},
        .result = SwapResult::RolledBack,
        .reason = format("leftover: {} was found without a journal entry and got its name back", escaped(parked.name)),
        .gap = {},
        .blames_image = false};
    if (auto done = restore(ports, parked.id, parts); !done) {
        outcome.result = SwapResult::Stuck;
        outcome.reason =
            format("leftover: {} could not be restored: {}", escaped(parked.name), reason_of(done.error()));
        return outcome;
    }
    const auto noted = ports.journal.finish(parts.id, {.at = ports.clock.now(),
                                                       .container = parts.name,
                                                       .from = {},
                                                       .to = {},
                                                       .digest = {},
                                                       .outcome = "repaired",
                                                       .reason = outcome.reason,
                                                       .gap = {}});
    if (!noted) outcome.reason += "; " + noted.error().text();
    return outcome;
}

}  // namespace

std::optional<SwapName> swap_name(std::string_view text) {
    const bool is_old = text.ends_with(".old");
    if (!is_old && !text.ends_with(".new")) return std::nullopt;
    text.remove_suffix(4);
    const auto dot = text.rfind('.');
    if (dot == text.npos || dot == 0 || !is_hex(text.substr(dot + 1))) return std::nullopt;
    return SwapName{std::string(text.substr(0, dot)), SwapId(std::string(text.substr(dot + 1))), is_old};
}

std::vector<SwapOutcome> settle_leftovers(const SwapPorts& ports) {
    const auto open = ports.journal.open_swaps();
    const auto all = ports.engine.containers();
    std::vector<SwapOutcome> outcomes;
    if (!open || !all) return outcomes;
    for (const ContainerSummary& one : *all) {
        const auto parts = swap_name(one.name);
        if (!parts || explains(*open, parts->id)) continue;
        const bool is_proven = parts->is_old && one.id.text().starts_with(parts->id.text());
        if (is_proven && !is_taken(*all, parts->name)) {
            outcomes.push_back(restored_outcome(ports, one, *parts));
            continue;
        }
        ports.observer.recovery(parts->name, format("container {} is left over from an update; remove it by hand when "
                                                    "it is not needed",
                                                    escaped(one.name)));
    }
    return outcomes;
}

}  // namespace lockstep
