// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/text.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/policy_words.hpp"
#include "lockstep/version/tag_book.hpp"

#include "version_case.hpp"

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

/// Digits, none at all, or a dashed date, which scheme semver does not know.
bool is_numeric(std::string_view identifier, Scheme scheme) {
    if (scheme == Scheme::Semver) return is_number(identifier);
    return identifier.empty() || is_number(identifier) || dashed_date(identifier) == identifier.size();
}

Json pre(const Tag& tag) {
    if (tag.phase == ReleasePhase::None) return nullptr;
    Json list = Json::array();
    if (tag.scheme != Scheme::Semver) list.push_back(word(tag.phase));
    for (const auto identifier : split(tag.pre(), '.'))
        list.push_back(is_numeric(identifier, tag.scheme) ? number(identifier) : Json(identifier));
    return list;
}

}  // namespace

Json run_parse(const VersionCase& test) {
    const Codenames codenames = test.codenames();
    const auto repo = test.texts("repo");
    const std::string text = test.text("tag");
    const TagBook repository(repo, test.scheme(), codenames, text);
    const Tag tag = repository.read(text);
    Json got{{"kind", word(tag.kind)},    {"prefix", tag.prefix()},   {"v", tag.v},
             {"pre", pre(tag)},           {"variant", tag.variant()}, {"arch", word(tag.arch)},
             {"post", nullptr},           {"dev", nullptr},           {"local", nullptr},
             {"date", nullptr},           {"release", numbers(tag)},  {"channel", word(channel_of(tag))},
             {"codename", tag.codename()}};
    if (tag.has_post) got["post"] = number(tag.post());
    if (tag.has_dev) got["dev"] = number(tag.dev());
    if (tag.local_kind != LocalKind::None) got["local"] = tag.local();
    if (tag.kind == Kind::Date || tag.dated) got["date"] = numbers(tag);
    return got;
}

Json run_compare(const VersionCase& test) {
    const auto tags = test.texts("repo");
    const std::string text_a = test.text("a");
    const std::string text_b = test.text("b");
    const Codenames codenames = test.codenames();
    const TagBook repository(tags, test.scheme(), codenames);
    const Tag a = repository.read(text_a);
    const Tag b = repository.read(text_b);
    if (!a.is_ordered() || !b.is_ordered()) return nullptr;
    const auto order = compare(a, b);
    return order < 0 ? "<" : order > 0 ? ">" : "=";
}

Json run_sort(const VersionCase& test) {
    const auto tags = test.texts("tags");
    const Codenames codenames = test.codenames();
    const TagBook repository(tags, test.scheme(), codenames);
    std::vector<Tag> sorted(repository.tags().begin(), repository.tags().end());
    std::sort(sorted.begin(), sorted.end(), comes_before);
    Json list = Json::array();
    for (const Tag& tag : sorted) list.push_back(tag.text);
    return list;
}

Json run_constraint(const VersionCase& test) {
    const auto tags = test.texts("repo");
    const std::string text = test.text("constraint");
    const std::string tag = test.text("tag");
    const Codenames codenames = test.codenames();
    const TagBook repository(tags, test.scheme(), codenames);
    const auto constraint = Constraint::parse(text, repository);
    if (!constraint) return "invalid";
    return constraint->admits(repository.read(tag));
}

Json run_server_json(const VersionCase& test) {
    const std::string product = test.text("product", "auto");
    const std::string pointer = test.text("pointer", "");
    if (product != "auto" && product != "vantage6" && product != "backendai") {
        throw BadCase("there is no product '" + product + "'");
    }
    const auto version = server_version_in(test.text("body"), product_of(product), pointer);
    return version ? Json{{"version", *version}} : Json{{"error", version.error().code}};
}

}  // namespace lockstep
