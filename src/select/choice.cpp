// SPDX-License-Identifier: Apache-2.0
#include "choice.hpp"

#include "lockstep/version/order.hpp"

#include <algorithm>

namespace lockstep {
namespace {

template <typename Wanted>
Choice::Tags keep_if(const Choice::Tags& tags, Wanted wanted) {
    Choice::Tags kept;
    std::copy_if(tags.begin(), tags.end(), std::back_inserter(kept),
                 [&wanted](const Tag* tag) { return wanted(*tag); });
    return kept;
}

/// The nicer spelling of two equal versions.
bool is_closer(const Tag& a, const Tag& b, const Tag& running) {
    if (a.v != b.v) return a.v == running.v;
    if ((a.count == running.count) != (b.count == running.count)) return a.count == running.count;
    if (a.text.size() != b.text.size()) return a.text.size() < b.text.size();
    return a.text < b.text;
}

}  // namespace

Choice::Tags Choice::pool() const {
    return keep_if(candidates, [this](const Tag& tag) { return outside(tag).empty() && accepted(tag); });
}

Choice::Tags Choice::within_constraint(const Tags& pool) const {
    return keep_if(pool, [this](const Tag& tag) { return constraint.admits(tag) && in_group(tag); });
}

const Tag* Choice::best(const Tags& tags) const {
    const auto worse = [this](const Tag* a, const Tag* b) {
        if (const auto order = compare(*a, *b); order != 0) return order < 0;
        if (policy().variant_match == VariantMatch::Family)
            if (const auto order = compare_variants(a->variant(), b->variant()); order != 0) return order < 0;
        return is_closer(*b, *a, current.base());
    };
    const auto found = std::max_element(tags.begin(), tags.end(), worse);
    return found == tags.end() ? nullptr : *found;
}

std::strong_ordering Choice::against_current(const Tag& tag) const {
    const auto order = compare(tag, *current.version);
    if (order != 0 || policy().variant_match == VariantMatch::Exact) return order;
    return compare_variants(tag.variant(), current.family.variant);
}

std::string_view Choice::no_candidate(const Tag& tag) const {
    if (tag.kind == Kind::Floating) return "floating";
    if (!tag.is_version()) return "not-a-version";
    if (const auto reason = differs(tag, current.family, policy().variant_match); !reason.empty()) return reason;
    if (question.absent.contains(tag.text)) return "other-platform";
    const auto& exclude = policy().exclude;
    if (std::find(exclude.begin(), exclude.end(), tag.text) != exclude.end()) return "excluded";
    return tag.count < enough_numbers() ? "fewer-numbers" : "";
}

std::size_t Choice::major_count(const Tag& base) const {
    const bool zero = compare_numbers(base.number(0), "") == 0;
    return zero && policy().zero_major == ZeroMajor::Caret ? 2 : 1;
}

std::size_t Choice::enough_numbers() const {
    // A floating tag and a codename stand for versions that have more numbers than they.
    const std::size_t wanted = current.version ? current.version->count : current.pin->count + std::size_t{1};
    return policy().scheme == Scheme::Calver ? std::min<std::size_t>(wanted, 2) : wanted;
}

}  // namespace lockstep
