// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag_book.hpp"

#include "lockstep/version/order.hpp"

#include <algorithm>
#include <functional>

namespace lockstep {
namespace {

/// Prefix, then the written numbers one by one, a shorter release before its extensions.
bool line_before(const Tag& a, const Tag& b) {
    if (a.prefix() != b.prefix()) return a.prefix() < b.prefix();
    const auto order = compare_numbers(a, b, std::min(a.count, b.count));
    return order != 0 ? order < 0 : a.count < b.count;
}

/// `4`, `4.1` and `3.15-rc` move where longer tags exist; anything with three numbers or a numbered part stands still.
bool can_float(const Tag& tag) {
    const bool movable = tag.scheme != Scheme::Semver && tag.scheme != Scheme::Calver;
    return movable && tag.is_version() && tag.count < 3 && !tag.has_post && !tag.has_dev && tag.pre().empty() &&
           tag.local_kind == LocalKind::None;
}

}  // namespace

TagBook::TagBook(std::span<const std::string> tags, Scheme scheme, const Codenames& codenames, std::string_view running)
    : scheme_(scheme), codenames_(&codenames), listed_(tags.size()) {
    tags_.reserve(tags.size() + 1);
    for (const std::string& tag : tags) tags_.push_back(parse_tag(tag, scheme, codenames));
    tags_.push_back(parse_tag(running, scheme, codenames));
    const auto any = [this](bool Tag::*fact) {
        return std::any_of(tags_.begin(), tags_.end(), std::mem_fn(fact));
    };
    speaks_semver_ = scheme == Scheme::Auto && any(&Tag::dotted_pre) && !any(&Tag::pep440_mark);
    sort_lines();
    for (Tag& tag : tags_) {
        apply_dash_rule(tag);
        if (floats(tag)) tag.kind = Kind::Floating;
    }
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

void TagBook::sort_lines() {
    for (std::uint32_t i = 0; i < tags_.size(); ++i)
        if (tags_[i].is_ordered() && tags_[i].count > 1 && !tags_[i].dated) lines_.push_back(i);
    std::sort(lines_.begin(), lines_.end(),
              [this](std::uint32_t a, std::uint32_t b) { return line_before(tags_[a], tags_[b]); });
}

bool TagBook::floats(const Tag& tag) const {
    if (!can_float(tag)) return false;
    const auto longer = std::upper_bound(lines_.begin(), lines_.end(), tag,
                                         [this](const Tag& a, std::uint32_t b) { return line_before(a, tags_[b]); });
    return longer != lines_.end() && tags_[*longer].prefix() == tag.prefix() && begins_with(tags_[*longer], tag);
}

}  // namespace lockstep
