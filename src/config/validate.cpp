// SPDX-License-Identifier: Apache-2.0
#include "config/validate.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/policy_words.hpp"

#include "config/keys.hpp"
#include "config/presets/presets.hpp"

#include <algorithm>
#include <map>

namespace lockstep {
namespace {

/// Hands every written value to the taker of its row.
template <typename Into>
void take_all(std::span<const Key<Into>> keys, const Fragment& fragment, const std::string& prefix, Into& into,
              Complaints& complaints) {
    for (const auto& row : keys) {
        const auto written = fragment.find(row.key.name);
        if (written == fragment.end()) continue;
        const Taken fault = row.take(written->second, into);
        if (!fault) continue;
        complain(complaints, written->second.origin, prefix + written->first, fault->what, fault->line);
    }
}

/// Where to point to for a rule about several keys: the key that was written, or else the whole entry.
Origin origin_of(const Fragment& fragment, std::string_view key, const Origin& otherwise) {
    const auto written = fragment.find(key);
    return written == fragment.end() ? otherwise : written->second.origin;
}

void check_gate(const GateSettings& gate, const Fragment& fragment, const Origin& entry, const std::string& prefix,
                Complaints& complaints) {
    if (gate.settle < gate.limit) return;
    const bool settle_written = fragment.contains("gate.settle");
    const std::string key = settle_written ? "gate.settle" : "gate.limit";
    complain(complaints, origin_of(fragment, key, entry), prefix + key,
             format("does not fit: gate.settle ({}) must be shorter than gate.limit ({})", duration_text(gate.settle),
                    duration_text(gate.limit)));
}

/// Puts the targets together, one after the other, on top of the settings that are already taken.
class TargetWriter {
  public:
    TargetWriter(const Settings& settings, Complaints& complaints) : settings_(settings), complaints_(complaints) {}

    Target write(const TargetFragment& fragment, std::size_t index) {
        prefix_ = format("targets[{}].", index);
        TargetDraft draft;
        draft.server = settings_.server;
        draft.target.gate = settings_.gate;
        draft.target.timing = settings_.timing;
        draft.target.policy.codenames = settings_.codenames;
        const std::size_t before = complaints_.size();
        take_all(target_keys(), fragment.keys, prefix_, draft, complaints_);
        if (!draft.server.url.empty()) draft.target.server = draft.server;
        if (fragment.whole && complaints_.size() == before) check(fragment, draft.target);
        return std::move(draft.target);
    }

  private:
    void check(const TargetFragment& fragment, const Target& target) {
        check_name(fragment, target);
        check_match(fragment, target);
        check_policy(fragment, target);
        check_constraint(fragment, target.policy);
        check_group(fragment, target);
        check_gate(target.gate, fragment.keys, fragment.origin, prefix_, complaints_);
    }

    void check_name(const TargetFragment& fragment, const Target& target) {
        if (target.name.empty()) {
            return complain(complaints_, fragment.origin, prefix_ + "name", "is missing; give the target a name");
        }
        const Origin origin = origin_of(fragment.keys, "name", fragment.origin);
        const auto [first, fresh] = names_.emplace(target.name, origin.line);
        if (fresh) return;
        complain(complaints_, origin, prefix_ + "name",
                 format("is '{}', as in line {}; names must differ", target.name, first->second));
    }

    void check_match(const TargetFragment& fragment, const Target& target) {
        const Match& match = target.match;
        if (!match.labels.empty() || !match.name.empty() || !match.image.empty()) return;
        complain(complaints_, origin_of(fragment.keys, "match.labels", fragment.origin), prefix_ + "match",
                 "has no condition; give at least one of labels, name, image");
    }

    void check_policy(const TargetFragment& fragment, const Target& target) {
        const Origin origin = origin_of(fragment.keys, "policy", fragment.origin);
        if (follows_server(target.policy.kind) && !target.server && !target.server_of_node) {
            complain(complaints_, origin, prefix_ + "policy",
                     format("is '{}', but no server is known; set server.url, at the top or in this target",
                            word(target.policy.kind)));
        }
        if (target.policy.kind == PolicyKind::Range && target.policy.constraint.empty()) {
            complain(complaints_, origin, prefix_ + "policy",
                     "is 'range', but no constraint is given; add one such as constraint: '>=4.8,<5'");
        }
        if (target.policy.allow_major && target.policy.kind != PolicyKind::Range) {
            complain(complaints_, origin_of(fragment.keys, "allow_major", origin), prefix_ + "allow_major",
                     "is true, but only policy 'range' can cross a major; remove it or set policy: range");
        }
    }

    void check_constraint(const TargetFragment& fragment, const Policy& policy) {
        if (policy.constraint.empty()) return;
        const auto constraint = Constraint::parse(policy.constraint, policy.scheme);
        if (constraint) return;
        complain(complaints_, origin_of(fragment.keys, "constraint", fragment.origin), prefix_ + "constraint",
                 format("is not a range: {}; {}", constraint.error().message, constraint.error().remedy));
    }

    /// The members of a group can only be compared when their tags are read and compared in one way.
    void check_group(const TargetFragment& fragment, const Target& target) {
        if (target.group.empty()) {
            if (!fragment.keys.contains("group_by")) return;
            return complain(complaints_, origin_of(fragment.keys, "group_by", fragment.origin), prefix_ + "group_by",
                            "is given without a group; add group: NAME, or leave it out");
        }
        const auto& [first, fresh] = groups_.emplace(target.group, target);
        if (fresh || (first->second.group_by == target.group_by && first->second.policy.scheme == target.policy.scheme))
            return;
        complain(complaints_, origin_of(fragment.keys, "group", fragment.origin), prefix_ + "group",
                 format("is '{}', as in target {}, but group_by or scheme differ; give both targets the same",
                        target.group, first->second.name));
    }

    const Settings& settings_;
    Complaints& complaints_;
    std::string prefix_;
    std::map<std::string, std::size_t> names_;
    std::map<std::string, Target> groups_;  ///< the first target of each
};

/// Gives a preset's target what the file says for all targets. A product that the file names counts more.
Target finished(Target target, const Settings& settings) {
    target.gate = settings.gate;
    target.timing = settings.timing;
    target.policy.codenames = settings.codenames;
    if (!follows_server(target.policy.kind)) return target;
    const std::string product = target.server ? target.server->product : "auto";
    target.server.reset();
    if (settings.server.url.empty()) return target;
    target.server = settings.server;
    if (target.server->product == "auto") target.server->product = product;
    return target;
}

void add_presets(Settings& settings) {
    const auto written = settings.targets;
    for (const auto& preset : settings.presets) {
        for (auto& target : preset_targets(preset)) {
            const bool replaced = std::ranges::find(written, target.name, &Target::name) != written.end();
            if (!replaced) settings.targets.push_back(finished(std::move(target), settings));
        }
    }
}

}  // namespace

Settings validated(const Fragment& merged, const std::vector<TargetFragment>& targets, Complaints& complaints) {
    Settings settings;
    settings.codenames = built_in_codenames();
    take_all(settings_keys(), merged, "", settings, complaints);
    if (complaints.empty()) check_gate(settings.gate, merged, {}, "", complaints);
    TargetWriter writer(settings, complaints);
    std::vector<Target> finished_targets;
    for (const auto& target : targets) finished_targets.push_back(writer.write(target, finished_targets.size()));
    settings.targets = std::move(finished_targets);
    add_presets(settings);
    return settings;
}

}  // namespace lockstep
