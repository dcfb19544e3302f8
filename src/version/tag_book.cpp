// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag_book.hpp"

#include "lockstep/version/order.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace lockstep {
namespace {

/// The first `count` numbers, then the prefix, which seldom differs.
std::strong_ordering compare_lines(const Tag& a, const Tag& b, std::size_t count) {
    const auto order = compare_numbers(a, b, count);
    return order != 0 ? order : a.prefix() <=> b.prefix();
}

constexpr std::size_t kLongestFloating = 2;

/// `4`, `4.1` and `3.15-rc` move where longer tags exist; anything with three numbers or a numbered part stands still.
bool can_float(const Tag& tag) {
    const bool movable = tag.scheme != Scheme::Semver && tag.scheme != Scheme::Calver;
    return movable && tag.is_version() && tag.count <= kLongestFloating && !tag.has_post && !tag.has_dev &&
           tag.pre().empty() && tag.local_kind == LocalKind::None;
}

/// A version with more numbers than `count`; dates extend nothing.
bool can_extend(const Tag& tag, std::size_t count) {
    return tag.is_ordered() && tag.count > count && !tag.dated;
}

}  // namespace

TagBook::TagBook(std::span<const std::string> tags, Scheme scheme, const Codenames& codenames, std::string_view running)
    : scheme_(scheme), codenames_(&codenames), listed_(tags.size()) {
    tags_.reserve(tags.size() + 1);
    for (const std::string& tag : tags) tags_.push_back(parse_tag(tag, scheme, codenames));
    tags_.push_back(parse_tag(running, scheme, codenames));
    speaks_semver_ = scheme == Scheme::Auto && any(&Tag::dotted_pre) && !any(&Tag::pep440_mark);
    for (Tag& tag : tags_) apply_dash_rule(tag);
    mark_floating();
}

bool TagBook::any(bool Tag::*fact) const {
    return std::any_of(tags_.begin(), tags_.end(), std::mem_fn(fact));
}

bool TagBook::learns_from(std::string_view running) const {
    const Tag tag = parse_tag(running, scheme_, *codenames_);
    if (scheme_ == Scheme::Auto)
        for (const auto fact : {&Tag::dotted_pre, &Tag::pep440_mark})
            if (tag.*fact && !any(fact)) return true;
    return std::any_of(standing_.begin(), standing_.end(), [&](std::size_t at) {
        const Tag& shorter = tags_[at];
        return can_extend(tag, shorter.count) && compare_lines(tag, shorter, shorter.count) == 0;
    });
}

Tag TagBook::read(std::string_view text) const {
    Tag tag = parse_tag(text, scheme_, *codenames_);
    apply_dash_rule(tag);
    if (floats(tag)) tag.kind = Kind::Floating;
    return tag;
}

/// Only the meaning changes: the tag still counts as one with a bare number, so plain tags never move to it.
void TagBook::apply_dash_rule(Tag& tag) const {
    if (!speaks_semver_ || !tag.bare_post || tag.phase != ReleasePhase::None) return;
    tag.phase = ReleasePhase::Numeric;
    tag.pre_at = tag.post_at;
    tag.has_post = false;
    tag.post_at = {};
}

/// Few tags are short, so each tag looks among those for the lines it belongs to.
void TagBook::mark_floating() {
    std::array<std::vector<Tag*>, kLongestFloating + 1> lines;
    for (Tag& tag : tags_)
        if (can_float(tag)) lines[tag.count].push_back(&tag);
    for (std::size_t count = 1; count <= kLongestFloating; ++count) {
        std::vector<Tag*>& same = lines[count];
        if (same.empty()) continue;
        const auto before = [count](const Tag* a, const Tag* b) {
            return compare_lines(*a, *b, count) < 0;
        };
        std::sort(same.begin(), same.end(), before);
        std::size_t standing = same.size();
        for (Tag& longer : tags_) {
            if (standing == 0) break;
            if (!can_extend(longer, count)) continue;
            const auto [first, last] = std::equal_range(same.begin(), same.end(), &longer, before);
            // Once marked, all of a line are: so each is marked once however many tags extend it.
            if (first == last || (*first)->kind == Kind::Floating) continue;
            for (auto line = first; line != last; ++line) (*line)->kind = Kind::Floating;
            standing -= static_cast<std::size_t>(last - first);
        }
        for (const Tag* tag : same)
            if (tag->kind != Kind::Floating) standing_.push_back(static_cast<std::size_t>(tag - tags_.data()));
    }
}

bool TagBook::floats(const Tag& tag) const {
    return can_float(tag) && std::any_of(tags_.begin(), tags_.end(), [&tag](const Tag& longer) {
               return can_extend(longer, tag.count) && compare_lines(longer, tag, tag.count) == 0;
           });
}

}  // namespace lockstep
