// SPDX-License-Identifier: Apache-2.0
#include "version_case.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/version/policy_words.hpp"

#include <cctype>

namespace lockstep {
namespace {

constexpr JsonLimits kLineLimits{.bytes = 256U << 20U, .depth = 32, .values = 10'000'000};
constexpr std::size_t kDigitsOfAWord = 18;

/// Puts quotes around whole numbers that no machine word holds: the cases are about numbers of any length.
std::string with_long_numbers_as_text(std::string_view line) {
    std::string text;
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t digits = std::min(line.find_first_not_of("0123456789", i), line.size()) - i;
        if (!inside && digits > kDigitsOfAWord) {
            text += format("\"{}\"", line.substr(i, digits));
            i += digits - 1;
            continue;
        }
        text += line[i];
        if (inside && line[i] == '\\' && i + 1 < line.size()) {
            text += line[++i];
        } else if (line[i] == '"') {
            inside = !inside;
        }
    }
    return text;
}

std::map<std::string, std::string, std::less<>> texts_of(const Json& object) {
    std::map<std::string, std::string, std::less<>> map;
    if (object.is_null()) return map;
    if (!object.is_object()) throw BadCase("an object is needed where " + dump(object) + " stands");
    for (const auto& [key, value] : object.items()) {
        map[key] = value.is_number() ? value.dump() : value.get<std::string>();
    }
    return map;
}

}  // namespace

VersionCase::VersionCase(const std::string& line, const std::string& where) {
    auto parsed = parse_json(with_long_numbers_as_text(line), where, kLineLimits);
    if (!parsed) throw BadCase(parsed.error().text());
    if (!parsed->is_object()) throw BadCase("a case is a JSON object");
    json_ = std::move(*parsed);
    seen_ = {"id", "type", "scheme", "expect", "oracle", "reason", "source"};
}

const Json& VersionCase::expect() const {
    if (!json_.contains("expect")) throw BadCase("the case has no 'expect'");
    return json_["expect"];
}

const Json& VersionCase::member(std::string_view name) const {
    static const Json kAbsent;
    seen_.emplace(name);
    const auto found = json_.find(name);
    return found == json_.end() ? kAbsent : *found;
}

std::optional<std::string> VersionCase::optional_text(std::string_view name) const {
    const Json& value = member(name);
    if (value.is_null()) return std::nullopt;
    if (!value.is_string()) throw BadCase(format("'{}' is not a string", name));
    return value.get<std::string>();
}

std::string VersionCase::text(std::string_view name, const std::string& fallback) const {
    return optional_text(name).value_or(fallback);
}

std::string VersionCase::text(std::string_view name) const {
    if (const auto value = optional_text(name)) return *value;
    throw BadCase(format("the case has no '{}'", name));
}

std::vector<std::string> VersionCase::texts(std::string_view name) const {
    const Json& list = member(name);
    if (list.is_null()) return {};
    if (!list.is_array()) throw BadCase(format("'{}' is not a list", name));
    return list.get<std::vector<std::string>>();
}

std::map<std::string, std::string, std::less<>> VersionCase::text_map(std::string_view name) const {
    return texts_of(member(name));
}

std::set<std::string> VersionCase::not_understood() const {
    std::set<std::string> rest;
    for (const auto& entry : json_.items()) {
        if (!seen_.contains(entry.key())) rest.insert(entry.key());
    }
    return rest;
}

Scheme VersionCase::scheme() const {
    Scheme scheme = Scheme::Auto;
    take_word("scheme", scheme_of, scheme);
    return scheme;
}

const Json& VersionCase::setting(std::string_view name) const {
    const Json& options = member("options");
    const auto found = options.find(name);
    return found == options.end() ? member(name) : *found;
}

std::string VersionCase::setting_text(std::string_view name) const {
    const Json& value = setting(name);
    if (value.is_null()) return {};
    if (!value.is_string()) throw BadCase(format("'{}' is not a string", name));
    return value.get<std::string>();
}

template <typename Enum>
void VersionCase::take_word(std::string_view name, std::optional<Enum> (*read)(std::string_view), Enum& into) const {
    const std::string word = setting_text(name);
    if (word.empty()) return;
    const auto value = read(word);
    if (!value) throw BadCase(format("'{}' has no value '{}'", name, word));
    into = *value;
}

void VersionCase::take_flag(std::string_view name, bool& into) const {
    const Json& value = setting(name);
    if (value.is_null()) return;
    if (!value.is_boolean()) throw BadCase(format("'{}' is neither true nor false", name));
    into = value.get<bool>();
}

void VersionCase::refuse_unknown_options() const {
    static const std::set<std::string, std::less<>> kSettings{
        "scheme",      "policy",          "channel",          "constraint",         "exclude",    "variant_match",
        "allow_major", "allow_downgrade", "server_downgrade", "pin_floating",       "zero_major", "fallback",
        "track",       "codenames",       "complete",         "server_version_ttl", "product"};
    const Json& options = member("options");
    if (!options.is_null() && !options.is_object()) throw BadCase("'options' is not an object");
    for (const auto& option : options.items()) {
        if (!kSettings.contains(option.key())) throw BadCase(format("there is no option '{}'", option.key()));
    }
}

Policy VersionCase::policy() const {
    refuse_unknown_options();
    Policy policy;
    policy.codenames = codenames();
    for (auto& [name, prefix] : texts_of(at(member("options"), "/codenames"))) policy.codenames[name] = prefix;
    policy.constraint = setting_text("constraint");
    const Json& exclude = setting("exclude");
    if (!exclude.is_null()) policy.exclude = exclude.get<std::vector<std::string>>();
    take_word("scheme", scheme_of, policy.scheme);
    take_word("policy", policy_kind_of, policy.kind);
    take_word<Channel>("channel", channel_of, policy.channel);
    take_word("variant_match", variant_match_of, policy.variant_match);
    take_word("zero_major", zero_major_of, policy.zero_major);
    take_word("fallback", fallback_of, policy.fallback);
    take_word("track", track_of, policy.track);
    take_flag("allow_major", policy.allow_major);
    take_flag("allow_downgrade", policy.allow_downgrade);
    take_flag("server_downgrade", policy.server_downgrade);
    take_flag("pin_floating", policy.pin_floating);
    return policy;
}

}  // namespace lockstep
