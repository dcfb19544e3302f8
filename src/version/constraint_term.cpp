// SPDX-License-Identifier: Apache-2.0
#include "constraint_term.hpp"

#include "lockstep/version/order.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using Operator = Constraint::Operator;

bool is_pre_release(const Tag& tag) {
    return tag.phase != ReleasePhase::None || tag.has_dev;
}

/// PEP 440 "exclusive ordered comparison": neither posts nor builds of the bound's own release.
bool is_above(const Tag& tag, const Tag& bound) {
    if (compare(tag, bound) <= 0) return false;
    if (compare_release(tag, bound) != 0) return true;
    const bool own_post = tag.has_post && !bound.has_post;
    const bool own_build = tag.local_kind != LocalKind::None && bound.local_kind == LocalKind::None;
    return !own_post && !own_build;
}

/// The same downwards: a pre-release never slips below a final bound of its own release.
bool is_below(const Tag& tag, const Tag& bound) {
    if (compare(tag, bound) >= 0) return false;
    return is_pre_release(bound) || !is_pre_release(tag) || compare_release(tag, bound) != 0;
}

bool is_at_most(const Tag& tag, const Tag& bound) {
    return (bound.local_kind == LocalKind::None ? compare_public(tag, bound) : compare(tag, bound)) <= 0;
}

/// How many numbers npm's caret keeps: up to the first that is not zero.
std::size_t caret_count(const Tag& bound) {
    for (std::size_t i = 0; i < bound.count; ++i)
        if (compare_numbers(bound.number(i), "") != 0) return i + 1;
    return bound.count;
}

bool is_from(const Tag& tag, const Tag& bound, std::size_t kept) {
    return compare(tag, bound) >= 0 && compare_numbers(tag, bound, kept) == 0;
}

bool satisfies_version(const Tag& tag, Operator op, const Tag& bound) {
    switch (op) {
        case Operator::Is:
            return compare_public(tag, bound) == 0;
        case Operator::Exactly:
            return compare(tag, bound) == 0;
        case Operator::Not:
            return compare(tag, bound) != 0;
        case Operator::AtLeast:
            return compare(tag, bound) >= 0;
        case Operator::Above:
            return is_above(tag, bound);
        case Operator::Below:
            return is_below(tag, bound);
        case Operator::AtMost:
            return is_at_most(tag, bound);
        case Operator::Tilde:
            return is_from(tag, bound, 2);
        case Operator::Caret:
            return is_from(tag, bound, caret_count(bound));
        case Operator::Compatible:
            return is_from(tag, bound, bound.count - 1U);
        case Operator::Any:
            return true;
    }
    return false;
}

bool satisfies_line(const Tag& tag, Operator op, const Tag& line, bool star) {
    switch (op) {
        case Operator::Is:
        case Operator::Tilde:
            return begins_with(tag, line);
        case Operator::Exactly:
            return star ? begins_with(tag, line) : compare(tag, line) == 0;
        case Operator::Not:
            return !begins_with(tag, line);
        case Operator::AtLeast:
            return compare(tag, line) >= 0;
        case Operator::Above:
            return compare_numbers(tag, line, line.count) > 0;
        case Operator::Below:
            return compare_numbers(tag, line, line.count) < 0;
        case Operator::AtMost:
            return compare_numbers(tag, line, line.count) <= 0;
        case Operator::Caret:
        case Operator::Compatible:
        case Operator::Any:
            return satisfies_version(tag, op, line);
    }
    return false;
}

}  // namespace

bool satisfies(const Tag& tag, const Constraint::Term& term) {
    return term.line ? satisfies_line(tag, term.op, term.bound, term.star)
                     : satisfies_version(tag, term.op, term.bound);
}

}  // namespace lockstep
