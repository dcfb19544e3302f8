// SPDX-License-Identifier: Apache-2.0
#include "patience.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/schedule/node_id.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace lockstep {
namespace {

/// When this node saw the digest first: now, if never before.
WallTime first_sight(Notebook& notebook, const std::string& repository, const std::string& digest, WallTime now) {
    const std::string key = "first-seen " + digest;
    if (const auto note = notebook.recall(repository, key)) return note->at;
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

}  // namespace

void hold_off_updates(std::vector<Decision>& decisions, Ports& ports, const Settings& settings, const Orders& orders) {
    const WallTime now = ports.clock.now();
    const std::string node = node_id(ports.notebook, now);
    std::map<const Decision*, HoldOff> holds;
    std::map<std::string, HoldOff> of_group;
    for (const Decision& decision : decisions) {
        if (!decision.update || !decision.update->digest) continue;
        const Release release = release_of(*decision.update, ports);
        auto hold = orders.pause;
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

}  // namespace lockstep
