// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/order.hpp"

#include "lockstep/version/characters.hpp"

#include <algorithm>
#include <optional>

namespace lockstep {
namespace {

using Order = std::strong_ordering;

/// Takes the part before the next separator off `text`.
std::string_view take_part(std::string_view& text, bool (*separates)(char)) {
    const auto end = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), separates) - text.begin());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return part;
}

bool is_dot(char c) {
    return c == '.';
}

/// Digits, or a dashed date, which only the loose grammar makes.
bool is_numeric(std::string_view identifier, Scheme scheme) {
    if (scheme == Scheme::Semver) return is_number(identifier);
    return identifier.empty() || is_number(identifier) || dashed_date(identifier) == identifier.size();
}

/// SemVer 2.0 clause 11.4: numbers before words.
Order compare_identifier(std::string_view a, std::string_view b, Scheme scheme) {
    const bool number_a = is_numeric(a, scheme);
    const bool number_b = is_numeric(b, scheme);
    if (number_a && number_b) return compare_numbers(a, b);
    if (number_a != number_b) return number_a ? Order::less : Order::greater;
    return a <=> b;
}

/// SemVer 2.0 clause 11.4: from left to right, a shorter list first. A word alone is the list [0].
Order compare_identifiers(std::string_view a, std::string_view b, Scheme scheme) {
    for (;;) {
        const Order order = compare_identifier(take_part(a, is_dot), take_part(b, is_dot), scheme);
        if (order != 0) return order;
        if (a.empty() || b.empty()) return !a.empty() <=> !b.empty();
    }
}

/// dev-only, then the phases, then none.
int rank(const Tag& tag) {
    const bool dev_only = tag.has_dev && tag.phase == ReleasePhase::None && !tag.has_post;
    return dev_only ? -1 : static_cast<int>(tag.phase);
}

Order compare_post(const Tag& a, const Tag& b) {
    if (a.has_post != b.has_post) return a.has_post <=> b.has_post;
    return compare_numbers(a.post(), b.post());
}

Order compare_dev(const Tag& a, const Tag& b) {
    if (a.has_dev != b.has_dev) return b.has_dev <=> a.has_dev;
    return compare_numbers(a.dev(), b.dev());
}

Order compare_word(std::string_view a, std::string_view b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i])) return to_lower(a[i]) <=> to_lower(b[i]);
    return a.size() <=> b.size();
}

/// PEP 440, "Local version identifiers": words before numbers, per segment.
Order compare_segment(std::string_view a, std::string_view b) {
    if (is_number(a) && is_number(b)) return compare_numbers(a, b);
    if (is_number(a) != is_number(b)) return is_number(a) <=> is_number(b);
    return compare_word(a, b);
}

std::string_view ordering_local(const Tag& tag) {
    return tag.local_kind == LocalKind::Hash || tag.scheme == Scheme::Semver ? std::string_view() : tag.local();
}

Order compare_local(const Tag& tag_a, const Tag& tag_b) {
    std::string_view a = ordering_local(tag_a);
    std::string_view b = ordering_local(tag_b);
    while (!a.empty() && !b.empty())
        if (const Order order = compare_segment(take_part(a, is_separator), take_part(b, is_separator)); order != 0)
            return order;
    return !a.empty() <=> !b.empty();
}

}  // namespace

std::strong_ordering compare_release(const Tag& a, const Tag& b) {
    return compare_numbers(a, b, std::max(a.count, b.count));
}

std::strong_ordering compare_numbers(const Tag& a, const Tag& b, std::size_t count) {
    if (const auto order = a.head.compare(b.head, count)) return *order;
    NumberReader reader_a = a.numbers();
    NumberReader reader_b = b.numbers();
    for (std::size_t i = 0; i < count; ++i)
        if (const Order order = compare_numbers(reader_a.next().value_or(""), reader_b.next().value_or("")); order != 0)
            return order;
    return Order::equal;
}

std::strong_ordering compare_public(const Tag& a, const Tag& b) {
    if (const Order order = compare_release(a, b); order != 0) return order;
    if (a.scheme == Scheme::Semver) {
        if (a.phase == ReleasePhase::None || b.phase == ReleasePhase::None)
            return (a.phase == ReleasePhase::None) <=> (b.phase == ReleasePhase::None);
        return compare_identifiers(a.pre(), b.pre(), a.scheme);
    }
    if (const Order order = rank(a) <=> rank(b); order != 0) return order;
    if (const Order order = compare_identifiers(a.pre(), b.pre(), a.scheme); order != 0) return order;
    if (const Order order = compare_post(a, b); order != 0) return order;
    return compare_dev(a, b);
}

std::strong_ordering compare(const Tag& a, const Tag& b) {
    const Order order = compare_public(a, b);
    return order != 0 ? order : compare_local(a, b);
}

bool comes_before(const Tag& a, const Tag& b) {
    if (a.is_ordered() != b.is_ordered()) return b.is_ordered();
    if (!a.is_ordered()) return a.text < b.text;
    if (const Order order = compare(a, b); order != 0) return order < 0;
    if (a.count != b.count) return a.count < b.count;
    return a.text < b.text;
}

bool begins_with(const Tag& tag, const Tag& line) {
    return compare_numbers(tag, line, line.count) == 0;
}

bool same_but_post(const Tag& a, const Tag& b) {
    return compare_release(a, b) == 0 && a.phase == b.phase && compare_identifiers(a.pre(), b.pre(), a.scheme) == 0 &&
           compare_dev(a, b) == 0;
}

}  // namespace lockstep
