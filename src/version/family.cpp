// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/family.hpp"

#include "lockstep/version/characters.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// End of the number run at `at`: digits, with single dots between them (`3.18` is one run).
std::size_t number_end(std::string_view text, std::size_t at) {
    std::size_t end = run_end(text, at, is_digit);
    while (char_at(text, end) == '.' && is_digit(char_at(text, end + 1))) end = run_end(text, end + 1, is_digit);
    return end;
}

bool same_variant(std::string_view a, std::string_view b, VariantMatch match) {
    return a == b || (match == VariantMatch::Family && variant_shape(a) == variant_shape(b));
}

bool same_build(const Tag& tag, const Family& family) {
    if (tag.local_kind != family.local_kind) return false;
    return tag.local_kind != LocalKind::Text || tag.local() == family.local_text;
}

}  // namespace

bool is_year_led(const Tag& tag) {
    if (const auto number = tag.head.first()) return *number >= 2000 && *number < 2100;
    std::string_view first = tag.number(0);
    first.remove_prefix(std::min(first.find_first_not_of('0'), first.size()));
    return first.size() == 4 && first.starts_with("20");
}

Family family_of(const Tag& tag) {
    return {tag.prefix(), tag.variant(), tag.arch,         tag.local_kind,
            tag.local(),  tag.dated,     is_year_led(tag), tag.bare_post};
}

std::string_view differs(const Tag& tag, const Family& family, VariantMatch match) {
    if (tag.prefix() != family.prefix) return "other-prefix";
    if (!same_variant(tag.variant(), family.variant, match)) return "other-variant";
    if (tag.arch != family.arch) return "other-architecture";
    if (!same_build(tag, family)) return "other-build";
    const bool same_form = tag.dated == family.dated && is_year_led(tag) == family.year_led;
    return same_form && tag.bare_post == family.bare_post ? "" : "other-form";
}

std::string variant_shape(std::string_view variant) {
    std::string shape;
    for (std::size_t at = 0; at < variant.size();) {
        const bool number = is_digit(variant[at]);
        shape += number ? '#' : variant[at];
        at = number ? number_end(variant, at) : at + 1;
    }
    return shape;
}

std::strong_ordering compare_variants(std::string_view a, std::string_view b) {
    NumberReader reader_a(a, false);
    NumberReader reader_b(b, false);
    for (;;) {
        const auto number_a = reader_a.next();
        const auto number_b = reader_b.next();
        if (!number_a || !number_b) return number_a.has_value() <=> number_b.has_value();
        if (const auto order = compare_numbers(*number_a, *number_b); order != 0) return order;
    }
}

}  // namespace lockstep
