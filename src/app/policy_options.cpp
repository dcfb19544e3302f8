// SPDX-License-Identifier: Apache-2.0
#include "app/policy_options.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/policy_words.hpp"

namespace lockstep {
namespace {

/// An option and what it does to a policy; false for a value that cannot be used.
struct PolicyOption {
    Parameter parameter;
    bool (*take)(const std::vector<std::string>& values, Policy& policy);
};

/// The words of an enumeration, whose first enumerator is the default.
template <typename Enum>
Parameter choice(std::string name, std::string about, std::string placeholder, Enum last) {
    std::vector<std::string> words;
    for (int i = 0; i <= static_cast<int>(last); ++i) words.emplace_back(word(static_cast<Enum>(i)));
    const std::string first = words.front();
    return {.name = std::move(name),
            .about = std::move(about),
            .placeholder = std::move(placeholder),
            .words = std::move(words),
            .fallback = first};
}

template <typename Enum>
bool set(const std::optional<Enum>& value, Enum& into) {
    if (value) into = *value;
    return value.has_value();
}

bool add_codenames(const std::vector<std::string>& values, Policy& policy) {
    for (const std::string& value : values) {
        const auto equals = value.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == value.size()) return false;
        policy.codenames[value.substr(0, equals)] = value.substr(equals + 1);
    }
    return true;
}

bool take_release(const std::vector<std::string>& values, Policy& policy) {
    const Tag release = parse_tag(values.back(), Scheme::Loose);
    policy.exact_since = values.back();
    return release.is_ordered() && release.release() == values.back();
}

using Values = std::vector<std::string>;

const std::vector<PolicyOption>& table() {
    static const std::vector<PolicyOption> kTable{
        {choice("--policy", "How it follows its release line", "POLICY", PolicyKind::Pin),
         [](const Values& v, Policy& p) {
             return set(policy_kind_of(v.back()), p.kind);
         }},
        {scheme_parameter(),
         [](const Values& v, Policy& p) {
             return set(scheme_of(v.back()), p.scheme);
         }},
        {choice("--channel", "Least mature version that is taken", "CHANNEL", Channel::Dev),
         [](const Values& v, Policy& p) {
             return set(channel_of(v.back()), p.channel);
         }},
        {{.name = "--constraint", .about = "Versions that may be taken, such as '>=4.8,<4.12'", .placeholder = "RANGE"},
         [](const Values& v, Policy& p) {
             return p.constraint = v.back(), true;
         }},
        {{.name = "--exclude", .about = "A tag that is never taken", .placeholder = "TAG", .repeated = true},
         [](const Values& v, Policy& p) {
             return p.exclude = v, true;
         }},
        {choice("--variant-match", "Whether a variant such as alpine3.19 must stay or may move on", "MATCH",
                VariantMatch::Family),
         [](const Values& v, Policy& p) {
             return set(variant_match_of(v.back()), p.variant_match);
         }},
        {{.name = "--allow-major", .about = "Policy range may cross the major"},
         [](const Values&, Policy& p) {
             return p.allow_major = true;
         }},
        {{.name = "--allow-downgrade", .about = "Policy range and aliases may go down"},
         [](const Values&, Policy& p) {
             return p.allow_downgrade = true;
         }},
        {{.name = "--no-server-downgrade", .about = "The server policies never go down"},
         [](const Values&, Policy& p) {
             return p.server_downgrade = false, true;
         }},
        {{.name = "--no-pin-floating", .about = "A floating or codename tag does not limit the choice to its line"},
         [](const Values&, Policy& p) {
             return p.pin_floating = false, true;
         }},
        {choice("--zero-major", "Below 1.0, whether the minor counts as the major", "RULE", ZeroMajor::Plain),
         [](const Values& v, Policy& p) {
             return set(zero_major_of(v.back()), p.zero_major);
         }},
        {choice("--fallback", "What to do without the server's version", "WAY", Fallback::SameMinor),
         [](const Values& v, Policy& p) {
             return set(fallback_of(v.back()), p.fallback);
         }},
        {choice("--track", "Whether an alias is followed by its digest or replaced by a version", "WAY",
                Track::Version),
         [](const Values& v, Policy& p) {
             return set(track_of(v.back()), p.track);
         }},
        {{.name = "--exact-since",
          .about = "Policy server-exact asks for exactness from this server release on, before it for the minor",
          .placeholder = "RELEASE"},
         take_release},
        {{.name = "--codename",
          .about = "A codename and its line, beside those of the configuration: cotopaxi=4",
          .placeholder = "NAME=LINE",
          .repeated = true},
         add_codenames},
    };
    return kTable;
}

}  // namespace

const std::vector<Parameter>& policy_parameters() {
    static const std::vector<Parameter> kParameters = [] {
        std::vector<Parameter> parameters;
        for (const PolicyOption& option : table()) parameters.push_back(option.parameter);
        return parameters;
    }();
    return kParameters;
}

Parameter scheme_parameter() {
    return choice("--scheme", "How tags are read", "SCHEME", Scheme::Loose);
}

Scheme scheme_in(const Arguments& arguments) {
    return scheme_of(arguments.text("--scheme")).value_or(Scheme::Auto);
}

Result<Policy> policy_in(const Arguments& arguments, Policy base) {
    for (const PolicyOption& option : table()) {
        const std::string& name = option.parameter.name;
        if (!arguments.given(name) || option.take(arguments.list(name), base)) continue;
        return Error{ErrorKind::Malformed, "config-invalid",
                     format("{} cannot be '{}'", name, escaped(arguments.text(name))),
                     format("it is written {} {}", name, option.parameter.placeholder)};
    }
    if (auto constraint = Constraint::parse(base.constraint, base.scheme); !constraint) {
        return std::move(constraint).error();
    }
    return base;
}

}  // namespace lockstep
