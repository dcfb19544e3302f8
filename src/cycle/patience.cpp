// SPDX-License-Identifier: Apache-2.0
#include "patience.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/journal/holds.hpp"
#include "lockstep/schedule/node_id.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace lockstep {
namespace {

/// When this node saw the digest first: now, if never before, or if that was seen by a clock that ran ahead.
WallTime first_sight(Notebook& notebook, const std::string& repository, const std::string& digest, WallTime now) {
    const std::string key = "first-seen " + digest;
    if (const auto note = notebook.recall(repository, key); note && note->at <= now) return note->at;
    notebook.keep(repository, key, "seen", now);
    return now;
}

Release release_of(const Decided& update, Ports& ports) {
    const std::string repository = update.from.repository().text();
    const std::string digest = update.digest->text();
    return {.repository = repository,
            .digest = digest,
            .first_seen = first_sight(ports.notebook, repository, digest, ports.clock.now()),
            .server_moved = update.verdict.reason.starts_with("server-")};
}

Timing timing_of(const Finding& finding, const Settings& settings) {
    const auto target = std::ranges::find(settings.targets, finding.target, &Target::name);
    return target == settings.targets.end() ? settings.timing : target->timing;
}

void make_wait(Decision& decision, const HoldOff& hold) {
    decision.update.reset();
    Finding& finding = decision.finding;
    finding.verdict.action = Action::Keep;
    finding.verdict.direction = Direction::None;
    finding.verdict.reason = hold.reason;
    finding.verdict.sentence = format("{} {}", finding.verdict.tag, hold.sentence);
    if (hold.until != WallTime::max()) finding.waits_until = hold.until;
}

/// The holds in force. Without a readable journal everything is held: somebody may have meant to.
std::vector<Hold> readable_holds(Journal& journal, WallTime now, std::optional<HoldOff>& all) {
    auto holds = holds_in_force(journal, now);
    if (holds) return std::move(*holds);
    all = HoldOff{"on-hold", WallTime::max(), "waits: what is on hold cannot be read - " + holds.error().text()};
    return {};
}

const Hold* hold_on(const std::vector<Hold>& holds, std::string_view container, std::string_view target) {
    const auto found =
        std::ranges::find_if(holds, [&](const Hold& hold) { return hold.name == container || hold.name == target; });
    return found == holds.end() ? nullptr : &*found;
}

/// `who` names what is on hold.
HoldOff hold_off_by(const Hold& hold, std::string_view who) {
    const std::string why = hold.reason.empty() ? "" : format(" ({})", escaped(hold.reason));
    const std::string end = hold.until ? rfc3339(*hold.until) : format("`lockstep unhold {}`", escaped(hold.name));
    return {"on-hold", hold.until.value_or(WallTime::max()), format("waits: {} is on hold until {}{}", who, end, why)};
}

}  // namespace

void hold_off_updates(std::vector<Decision>& decisions, Ports& ports, const Settings& settings, const Orders& orders) {
    const WallTime now = ports.clock.now();
    const std::string node = node_id(ports.notebook, now);
    std::map<const Decision*, HoldOff> holds;
    std::map<std::string, HoldOff> of_group;
    auto everything = orders.pause;
    const auto on_hold = readable_holds(ports.journal, now, everything);
    for (const Decision& decision : decisions) {
        if (!decision.update || !decision.update->digest) continue;
        const Release release = release_of(*decision.update, ports);
        auto hold = everything;
        const Hold* word = hold_on(on_hold, decision.finding.container, decision.finding.target);
        if (!hold && word != nullptr) hold = hold_off_by(*word, "it");
        if (!hold && !orders.at_once) hold = hold_off(timing_of(decision.finding, settings), release, node, now);
        if (!hold) continue;
        holds.emplace(&decision, *hold);
        if (decision.update->group.empty()) continue;
        const auto [last, fresh] = of_group.emplace(decision.update->group, *hold);
        if (!fresh && hold->until > last->second.until) last->second = *hold;
    }
    for (Decision& decision : decisions) {
        if (!decision.update) continue;
        const auto together = of_group.find(decision.update->group);
        const auto alone = holds.find(&decision);
        if (together != of_group.end()) {
            make_wait(decision, together->second);
        } else if (alone != holds.end()) {
            make_wait(decision, alone->second);
        }
    }
}

void hold_back_units(std::vector<SwapUnit>& units, std::vector<Decision>& decisions, Ports& ports) {
    std::optional<HoldOff> everything;
    const auto on_hold = readable_holds(ports.journal, ports.clock.now(), everything);
    std::erase_if(units, [&](const SwapUnit& unit) {
        const auto it = std::ranges::find_if(unit.swaps, [&](const Swap& swap) {
            return swap.shape.kind != SwapKind::Move && hold_on(on_hold, swap.name, "") != nullptr;
        });
        if (it == unit.swaps.end()) return false;
        const HoldOff hold =
            hold_off_by(*hold_on(on_hold, it->name, ""), format("{}, which {},", it->name, it->because));
        for (Decision& decision : decisions) {
            const auto& swap = decision.finding.swap;
            if (!swap || std::ranges::find(unit.swaps, swap->id, &Swap::id) == unit.swaps.end()) continue;
            make_wait(decision, hold);
            decision.finding.swap.reset();
        }
        return true;
    });
}

}  // namespace lockstep
