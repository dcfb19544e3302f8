// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/release/release.hpp"
#include "lockstep/version/order.hpp"

#include <algorithm>

namespace lockstep {
namespace {

bool is_final(const Tag& tag) {
    return tag.phase == ReleasePhase::None && !tag.has_dev;
}

bool is_zero(const Tag& tag, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        if (compare_numbers(tag.number(i), "") != 0) return false;
    }
    return true;
}

/// The codenames of the version's line: those that the repository has, or else the first.
std::vector<std::pair<std::string, std::string>> codenames_of(const ReleaseQuestion& question, const Tag& version,
                                                              const std::vector<std::string>& listed) {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& [name, line] : question.codenames) {
        if (begins_with(version, parse_tag(line))) names.emplace_back(name, line);
    }
    const auto here = [&](const auto& name) {
        return std::ranges::find(listed, name.first) != listed.end();
    };
    if (std::ranges::any_of(names, here)) {
        std::erase_if(names, [&](const auto& name) { return !here(name); });
    } else if (!names.empty()) {
        names.resize(1);
    }
    return names;
}

}  // namespace

std::vector<ExpectedAlias> expected_aliases(const ReleaseQuestion& question, const ReleasePart& part,
                                            const std::vector<std::string>& listed) {
    std::vector<ExpectedAlias> aliases;
    if (!question.tags.empty()) {
        for (const std::string& tag : question.tags) aliases.push_back({tag, {}, true});
        return aliases;
    }
    const Tag version = parse_tag(question.version);
    const bool final = is_final(version);
    if (part.line) {
        const std::string line = format("{}.{}", plain_number(version.number(0)), plain_number(version.number(1)));
        aliases.push_back({line, line, final || is_zero(version, 2, 3)});
    }
    if (!part.codename) return aliases;
    // From major 5 on the codename also moves for pre-releases of X.0.0, so there it may point here or not.
    const bool may_move = !final && is_zero(version, 1, 3) && compare_numbers(version, parse_tag("5"), 1) >= 0;
    for (const auto& [name, line] : codenames_of(question, version, listed)) {
        if (!may_move) aliases.push_back({name, line, final});
        if (part.live) aliases.push_back({name + "-live", line, final});
    }
    aliases.push_back({"latest", {}, final});
    return aliases;
}

}  // namespace lockstep
