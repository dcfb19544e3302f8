// SPDX-License-Identifier: Apache-2.0
#include "inventory/labels.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/suggestion.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/policy_words.hpp"

#include <algorithm>
#include <vector>

namespace lockstep {
namespace {

using Fault = std::optional<std::string>;

constexpr std::string_view kPrefix = "lockstep.";

std::string_view value_of(const Labels& labels, std::string_view name) {
    const auto found = labels.find(name);
    return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

std::string wrong(std::string_view name, std::string_view value, const std::string& why) {
    return format("its label {} is '{}', {}", name, escaped(value), why);
}

template <typename Enum>
std::string words(const std::vector<Enum>& values) {
    std::vector<std::string> texts;
    for (const Enum value : values) texts.emplace_back(word(value));
    return join(texts, ", ");
}

/// Policies that never admit a version which the given one does not.
std::vector<PolicyKind> no_wider_than(const Policy& policy) {
    switch (policy.kind) {
        case PolicyKind::SameMajor:
        case PolicyKind::Range:
            return {policy.kind, PolicyKind::SameMinor, PolicyKind::Pin};
        case PolicyKind::ServerMinor:
            return {policy.kind, PolicyKind::ServerExact, PolicyKind::Pin};
        case PolicyKind::SameMinor:
        case PolicyKind::ServerExact:
            return {policy.kind, PolicyKind::Pin};
        case PolicyKind::Pin:
            break;
    }
    return {PolicyKind::Pin};
}

/// `follow` takes pre-releases of the running release only, so nothing but `stable` is surely no wider.
std::vector<Channel> no_wider_than(Channel channel) {
    if (channel == Channel::Follow) return {Channel::Follow, Channel::Stable};
    std::vector<Channel> narrower;
    for (int i = static_cast<int>(Channel::Stable); i <= static_cast<int>(channel); ++i)
        narrower.push_back(static_cast<Channel>(i));
    return narrower;
}

template <typename Enum>
Fault take_narrower(std::string_view name, std::string_view value, std::optional<Enum> read,
                    const std::vector<Enum>& allowed, const std::string& target, Enum& into) {
    if (!read || std::ranges::find(allowed, *read) == allowed.end()) {
        const std::string why = read ? format("wider than target {} allows", target) : "which is not known";
        return wrong(name, value, format("{}; allowed here: {}", why, words(allowed)));
    }
    into = *read;
    return std::nullopt;
}

/// Both must hold: every alternative of one with every alternative of the other.
std::string both(const std::string& one, const std::string& other) {
    if (one.empty()) return other;
    const auto alternatives = [](std::string_view text) {
        std::vector<std::string> parts;
        for (std::size_t bar = text.find("||"); bar != std::string_view::npos; bar = text.find("||")) {
            parts.emplace_back(trimmed(text.substr(0, bar)));
            text.remove_prefix(bar + 2);
        }
        parts.emplace_back(trimmed(text));
        return parts;
    };
    std::vector<std::string> joined;
    for (const auto& left : alternatives(one)) {
        for (const auto& right : alternatives(other)) joined.push_back(format("{},{}", left, right));
    }
    return join(joined, " || ");
}

Fault take_constraint(std::string_view name, std::string_view value, Policy& policy) {
    const auto read = Constraint::parse(value, policy.scheme);
    if (!read) return wrong(name, value, format("not a range: {}; {}", read.error().message, read.error().remedy));
    if (!trimmed(value).empty()) policy.constraint = both(policy.constraint, std::string(value));
    return std::nullopt;
}

Fault take(std::string_view name, std::string_view value, Target& target) {
    Policy& policy = target.policy;
    if (name == "lockstep.policy")
        return take_narrower(name, value, policy_kind_of(value), no_wider_than(policy), target.name, policy.kind);
    if (name == "lockstep.channel")
        return take_narrower(name, value, channel_of(value), no_wider_than(policy.channel), target.name,
                             policy.channel);
    if (name == "lockstep.constraint") return take_constraint(name, value, policy);
    if (name == "lockstep.enable" || name == "lockstep.hold") {
        if (value == "true" || value == "false") return std::nullopt;
        return wrong(name, value, "not a truth value; write true or false");
    }
    static const std::vector<std::string> known{"lockstep.enable", "lockstep.hold", "lockstep.policy",
                                                "lockstep.channel", "lockstep.constraint"};
    return format("its label {} is unknown; {}", escaped(name), suggestion(name, known));
}

}  // namespace

std::optional<HeldBack> held_back_by_label(const Labels& labels) {
    if (value_of(labels, "lockstep.enable") == "false")
        return HeldBack{"disabled", "its label lockstep.enable is false"};
    if (value_of(labels, "lockstep.hold") == "true") return HeldBack{"held", "its label lockstep.hold is true"};
    return std::nullopt;
}

std::optional<std::string> narrow_by_labels(const Labels& labels, const Labels& of_image, Target& target) {
    for (auto label = labels.lower_bound(kPrefix); label != labels.end() && label->first.starts_with(kPrefix);
         ++label) {
        const auto& [name, value] = *label;
        const auto same = of_image.find(name);
        if (same != of_image.end() && same->second == value) continue;
        if (auto fault = take(name, value, target)) return fault;
    }
    return std::nullopt;
}

}  // namespace lockstep
