// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/plan/plan.hpp"

#include "kinship.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace lockstep {
namespace {

using Known = std::map<ContainerId, const Container*>;

/// A fixed host port or address can belong to one container at a time only.
bool allows_two_at_once(const Container& container) {
    const Json document = tree(container.raw);
    if (container.auto_remove || string_at(document, "/HostConfig/NetworkMode") == "host") return false;
    if (!string_at(document, "/Config/MacAddress").empty()) return false;
    for (const auto& [port, bindings] : at(document, "/HostConfig/PortBindings").items()) {
        for (const Json& binding : bindings) {
            if (!string_at(binding, "/HostPort").empty()) return false;
        }
    }
    for (const auto& [network, endpoint] : at(document, "/NetworkSettings/Networks").items()) {
        const Json& addresses = at(endpoint, "/IPAMConfig");
        if (addresses.is_object() && !addresses.empty()) return false;
    }
    return true;
}

Swap move_of(const Decided& decided, std::string_view owner) {
    const Container& container = decided.container;
    return Swap{.id = swap_id(container.id, owner),
                .name = container.name,
                .old = container.id,
                .old_image = container.image,
                .from = decided.from,
                .to = decided.from.with_tag(decided.verdict.tag),
                .digest = *decided.digest,
                .platform = decided.image.platform,
                .shape = {.kind = SwapKind::Move, .auto_remove = container.ends_with_stop()},
                .was_running = container.up(),
                .gate = decided.gate,
                .group = decided.group,
                .verdict = decided.verdict};
}

/// A container that takes part without moving; nothing when its image has no readable reference.
std::optional<Swap> bystander(const Container& container, const Part& part, const Gate& gate, std::string_view owner) {
    auto reference = Reference::parse(container.reference);
    if (!reference) return std::nullopt;
    return Swap{.id = swap_id(container.id, owner),
                .name = container.name,
                .old = container.id,
                .old_image = container.image,
                .from = *reference,
                .to = *reference,
                .digest = std::nullopt,
                .platform = {},
                .shape = {.kind = part.kind, .auto_remove = container.ends_with_stop()},
                .was_running = container.up(),
                .gate = gate,
                .because = part.because};
}

/// Everything that one planning needs.
struct Planner {
    const std::vector<Decided>& moves;
    const std::vector<Dependency>& ties;
    const Known& all;
    std::string_view own_id;
    std::string_view owner;
    Plan plan = {};

    const Decided& decided(const ContainerId& id) const {
        return *std::ranges::find(moves, id, [](const Decided& one) { return one.container.id; });
    }

    void refuse(const Kin& kin, const std::string& reason, const std::string& sentence) {
        for (const auto& [id, part] : kin) {
            if (part.kind == SwapKind::Move) plan.refused.push_back({id, reason, sentence});
        }
    }

    /// What speaks against changing these together; "" when nothing does.
    bool is_refused(const Kin& kin, const Depths& depths) {
        if (!depths.cycle.empty()) {
            std::vector<std::string> names;
            for (const ContainerId& id : depths.cycle) names.push_back(all.at(id)->name);
            names.push_back(names.front());
            refuse(kin, "dependency-cycle",
                   format("depends on itself by way of {}, so there is no order in which to stop and start them - "
                          "remove one of these dependencies",
                          join(names, " -> ")));
            return true;
        }
        for (const auto& [id, part] : kin) {
            const bool is_own = own_id.size() >= 12 && id.text().starts_with(own_id);
            if (is_own && part.kind == SwapKind::Move && kin.size() > 1) {
                refuse(kin, "moves-with-self",
                       format("lockstep's own container {} hands over alone, but others would have to change with it",
                              all.at(id)->name));
                return true;
            }
            if (is_own && part.kind != SwapKind::Move) {
                refuse(kin, "depended-on-by-self",
                       format("lockstep's own container {} {}; it cannot replace what it runs on", all.at(id)->name,
                              part.because));
                return true;
            }
        }
        return has_fleeting_provider(kin);
    }

    /// The id that others refer to would be gone for good after a rollback of an auto-removed container.
    bool has_fleeting_provider(const Kin& kin) {
        for (const Dependency& tie : ties) {
            const auto dependant = kin.find(tie.dependant);
            const auto provider = kin.find(tie.provider);
            if (dependant == kin.end() || provider == kin.end() || tie.tie == Tie::Order) continue;
            if (!all.at(tie.provider)->ends_with_stop() || tie.tie == Tie::Restart) continue;
            refuse(kin, "has-dependants",
                   format("{} {} {}, which is removed when it stops (--rm) and could not be brought back for it - "
                          "replace them together by hand",
                          all.at(tie.dependant)->name, words_for(tie.tie), all.at(tie.provider)->name));
            return true;
        }
        return false;
    }

    /// The gate of those who do not move is that of the first who does.
    const Gate& gate_of(const Kin& kin) const {
        for (const Decided& move : moves) {
            if (kin.contains(move.container.id)) return move.gate;
        }
        return moves.front().gate;
    }

    void add(const Kin& kin) {
        const Depths depths = depths_of(kin, ties);
        if (is_refused(kin, depths)) return;
        SwapUnit unit;
        for (const Decided& move : moves) {
            if (kin.contains(move.container.id)) unit.swaps.push_back(move_of(move, owner));
        }
        for (const auto& [id, part] : kin) {
            if (part.kind == SwapKind::Move) continue;
            auto swap = bystander(*all.at(id), part, gate_of(kin), owner);
            if (!swap) {
                refuse(kin, "has-dependants",
                       format("{} {}, and what its image is called cannot be read", all.at(id)->name, part.because));
                return;
            }
            unit.swaps.push_back(std::move(*swap));
        }
        for (Swap& swap : unit.swaps) swap.depth = depths.depth.at(swap.old);
        std::ranges::stable_sort(unit.swaps, {}, &Swap::depth);
        if (unit.swaps.size() == 1) {
            const Decided& only = decided(unit.swaps.front().old);
            unit.swaps.front().shape.start_first = only.start_first && allows_two_at_once(only.container);
        }
        plan.units.push_back(std::move(unit));
    }
};

bool depends(const SwapUnit& unit, const SwapUnit& on, const std::vector<Dependency>& ties) {
    const auto has = [](const SwapUnit& of, const ContainerId& id) {
        return std::ranges::any_of(of.swaps, [&](const Swap& swap) { return swap.old == id; });
    };
    return std::ranges::any_of(
        ties, [&](const Dependency& tie) { return has(unit, tie.dependant) && has(on, tie.provider); });
}

/// Providers first; where units depend on each other in a circle, the order given.
std::vector<SwapUnit> ordered(std::vector<SwapUnit> units, const std::vector<Dependency>& ties) {
    std::vector<SwapUnit> done;
    while (!units.empty()) {
        auto next = std::ranges::find_if(units, [&](const SwapUnit& one) {
            return std::ranges::none_of(
                units, [&](const SwapUnit& other) { return other.id() != one.id() && depends(one, other, ties); });
        });
        if (next == units.end()) next = units.begin();
        done.push_back(std::move(*next));
        units.erase(next);
    }
    return done;
}

}  // namespace

Plan make_plan(const std::vector<Decided>& decided, const std::vector<Container>& all, std::string_view own_id,
               std::string_view owner) {
    std::vector<Decided> moves;
    std::ranges::copy_if(decided, std::back_inserter(moves), [](const Decided& one) {
        return one.verdict.action == Action::Update && one.digest.has_value();
    });
    if (moves.empty()) return {};
    Known known;
    for (const Container& container : all) known.emplace(container.id, &container);
    for (const Decided& move : moves) known.emplace(move.container.id, &move.container);
    const auto ties = dependencies(all);
    Planner planner{moves, ties, known, own_id, owner};
    for (const Kin& kin : kinships(moves, ties, known)) planner.add(kin);
    planner.plan.units = ordered(std::move(planner.plan.units), ties);
    return std::move(planner.plan);
}

}  // namespace lockstep
