// SPDX-License-Identifier: Apache-2.0
#include "version_cases.hpp"

#include "lockstep/core/text.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/policy_words.hpp"
#include "lockstep/version/tag_book.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// A number where it fits, else its digits.
Json number(std::string_view digits) {
    const std::string plain = plain_number(digits);
    return plain.size() <= 18 ? Json(std::stoll(plain)) : Json(plain);
}

Json numbers(const Tag& tag) {
    Json list = Json::array();
    NumberReader reader = tag.numbers();
    for (auto one = reader.next(); one; one = reader.next()) list.push_back(number(*one));
    return list;
}

Json pre(const Tag& tag) {
    if (tag.phase == ReleasePhase::None) return nullptr;
    Json list = Json::array();
    if (tag.scheme != Scheme::Semver) list.push_back(word(tag.phase));
    for (const auto identifier : split(tag.pre(), '.'))
        list.push_back(identifier.empty() || is_number(identifier) || dashed_date(identifier) != 0 ? number(identifier)
                                                                                                   : Json(identifier));
    return list;
}

}  // namespace

Codenames codenames_of(const Json& test) {
    return test.contains("codenames") ? test["codenames"].get<Codenames>() : Codenames();
}

Scheme case_scheme(const Json& test) {
    return scheme_of(string_at(test, "/scheme", "auto")).value_or(Scheme::Auto);
}

std::vector<std::string> strings(const Json& list) {
    return list.is_array() ? list.get<std::vector<std::string>>() : std::vector<std::string>();
}

Json run_parse(const Json& test) {
    const Codenames codenames = codenames_of(test);
    const auto repo = strings(at(test, "/repo"));
    const std::string text = string_at(test, "/tag");
    const TagBook repository(repo, case_scheme(test), codenames, text);
    const Tag tag = repository.read(text);
    Json got{{"kind", word(tag.kind)},
             {"prefix", tag.prefix()},
             {"v", tag.v},
             {"pre", pre(tag)},
             {"variant", tag.variant()},
             {"arch", word(tag.arch)},
             {"post", nullptr},
             {"dev", nullptr},
             {"local", nullptr},
             {"release", numbers(tag)},
             {"channel", word(channel_of(tag))},
             {"codename", tag.codename()}};
    if (tag.has_post) got["post"] = number(tag.post());
    if (tag.has_dev) got["dev"] = number(tag.dev());
    if (tag.local_kind != LocalKind::None) got["local"] = tag.local();
    if (tag.kind == Kind::Date || tag.dated) got["date"] = numbers(tag);
    return got;
}

Json run_compare(const Json& test) {
    auto tags = strings(at(test, "/repo"));
    const std::string text_a = string_at(test, "/a");
    const std::string text_b = string_at(test, "/b");
    const Codenames codenames = codenames_of(test);
    const TagBook repository(tags, case_scheme(test), codenames);
    const Tag a = repository.read(text_a);
    const Tag b = repository.read(text_b);
    if (!a.is_ordered() || !b.is_ordered()) return nullptr;
    const auto order = compare(a, b);
    return order < 0 ? "<" : order > 0 ? ">" : "=";
}

Json run_sort(const Json& test) {
    const auto tags = strings(at(test, "/tags"));
    const Codenames codenames = codenames_of(test);
    const TagBook repository(tags, case_scheme(test), codenames);
    std::vector<Tag> sorted(repository.tags().begin(), repository.tags().end());
    std::sort(sorted.begin(), sorted.end(), comes_before);
    Json list = Json::array();
    for (const Tag& tag : sorted) list.push_back(tag.text);
    return list;
}

Json run_constraint(const Json& test) {
    const std::string text = string_at(test, "/constraint");
    const std::string tag_text = string_at(test, "/tag");
    const auto constraint = Constraint::parse(text, case_scheme(test));
    if (!constraint) return "invalid";
    return constraint->admits(parse_tag(tag_text, case_scheme(test)));
}

}  // namespace lockstep
