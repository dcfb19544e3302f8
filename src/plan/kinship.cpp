// SPDX-License-Identifier: Apache-2.0
#include "kinship.hpp"

#include "lockstep/core/format.hpp"

#include <algorithm>
#include <optional>

namespace lockstep {
namespace {

/// What a tie makes of the dependant when its provider takes part as `provider`; nothing: it is not concerned.
std::optional<SwapKind> consequence(Tie tie, SwapKind provider) {
    const bool replaced = provider != SwapKind::Restart;
    switch (tie) {
        case Tie::Namespace:
            return replaced ? SwapKind::Recreate : SwapKind::Restart;
        case Tie::Link:
        case Tie::Volumes:
            return replaced ? std::optional(SwapKind::Recreate) : std::nullopt;
        case Tie::Restart:
            return replaced ? std::optional(SwapKind::Restart) : std::nullopt;
        case Tie::Order:
            return std::nullopt;
    }
    return std::nullopt;
}

/// Whether the dependant only now takes part, or in a stronger way than before.
bool joins(Kin& kin, const ContainerId& id, Part part) {
    const auto [place, is_new] = kin.try_emplace(id, part);
    if (is_new) return true;
    if (place->second.kind != SwapKind::Restart || part.kind == SwapKind::Restart) return false;
    place->second = std::move(part);
    return true;
}

/// Adds whoever is concerned, until nobody else is.
void add_dependants(Kin& kin, const std::vector<Dependency>& ties, const std::map<ContainerId, const Container*>& all) {
    for (bool grew = true; grew;) {
        grew = false;
        for (const Dependency& tie : ties) {
            const auto provider = kin.find(tie.provider);
            if (provider == kin.end()) continue;
            auto kind = consequence(tie.tie, provider->second.kind);
            if (!kind) continue;
            const Container& dependant = *all.at(tie.dependant);
            // A container that does not run needs no restart, and one that a stop removes cannot have one.
            if (*kind == SwapKind::Restart && !dependant.running()) continue;
            if (*kind == SwapKind::Restart && dependant.ends_with_stop()) kind = SwapKind::Recreate;
            const std::string because = format("{} {}", words_for(tie.tie), all.at(tie.provider)->name);
            grew = joins(kin, tie.dependant, {*kind, because}) || grew;
        }
    }
}

bool share_one(const Kin& left, const Kin& right) {
    return std::ranges::any_of(left, [&](const auto& one) { return right.contains(one.first); });
}

/// Puts `from` into `into`; a move is stronger than any other part, a recreate than a restart.
void absorb(Kin& into, const Kin& from) {
    for (const auto& [id, part] : from) {
        const auto [place, is_new] = into.try_emplace(id, part);
        if (!is_new && part.kind < place->second.kind) place->second = part;
    }
}

/// Follows providers from `id`; the depth below it, or -1 with the cycle filled in.
int depth_below(const ContainerId& id, const Kin& kin, const std::vector<Dependency>& ties, Depths& known,
                std::vector<ContainerId>& way) {
    if (const auto found = known.depth.find(id); found != known.depth.end()) return found->second;
    if (const auto seen = std::ranges::find(way, id); seen != way.end()) {
        known.cycle.assign(seen, way.end());
        return -1;
    }
    way.push_back(id);
    int depth = 0;
    for (const Dependency& tie : ties) {
        if (tie.dependant != id || !kin.contains(tie.provider)) continue;
        const int below = depth_below(tie.provider, kin, ties, known, way);
        if (below < 0) return -1;
        depth = std::max(depth, below + 1);
    }
    way.pop_back();
    known.depth[id] = depth;
    return depth;
}

}  // namespace

std::vector<Kin> kinships(const std::vector<Decided>& moves, const std::vector<Dependency>& ties,
                          const std::map<ContainerId, const Container*>& all) {
    std::vector<Kin> found;
    std::map<std::string, ContainerId> groups;
    for (const Decided& move : moves) {
        Kin kin{{move.container.id, {}}};
        if (!move.group.empty()) kin.try_emplace(groups.try_emplace(move.group, move.container.id).first->second);
        add_dependants(kin, ties, all);
        // Its place is that of the first with whom it shares somebody.
        const auto first = std::ranges::find_if(found, [&](const Kin& other) { return share_one(other, kin); });
        if (first == found.end()) {
            found.push_back(std::move(kin));
            continue;
        }
        absorb(*first, kin);
        for (auto other = first + 1; other != found.end();) {
            if (!share_one(*first, *other)) {
                ++other;
                continue;
            }
            absorb(*first, *other);
            other = found.erase(other);
        }
    }
    return found;
}

Depths depths_of(const Kin& kin, const std::vector<Dependency>& ties) {
    Depths known;
    for (const auto& [id, part] : kin) {
        std::vector<ContainerId> way;
        if (depth_below(id, kin, ties, known, way) < 0) return known;
    }
    return known;
}

}  // namespace lockstep
