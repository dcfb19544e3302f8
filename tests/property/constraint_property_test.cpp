// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/constraint.hpp"
#include "lockstep/version/order.hpp"

#include "version_gen.hpp"

namespace lockstep {
namespace {

/// Two bounds and a tag near them; bounds are full (three numbers) and stand without a suffix or with one.
struct Near {
    std::string low, high, text;
    Tag tag;
};

rc::Gen<std::string> bound_gen() {
    const auto number = rc::gen::element<std::string>("0", "1", "2", "4");
    const auto suffix = rc::gen::element<std::string>("", "", "rc1", "-rc.2", ".dev1", ".post1");
    return rc::gen::map(rc::gen::tuple(number, number, number, suffix), [](const auto& parts) {
        const auto& [x, y, z, end] = parts;
        return x + "." + y + "." + z + end;
    });
}

void near(Near& made) {
    made.low = *bound_gen();
    made.high = *bound_gen();
    made.text = *close_tag_gen();
    made.tag = parse_tag(made.text);
    RC_PRE(made.tag.is_version());
}

bool admits(const std::string& constraint, const Tag& tag) {
    const auto parsed = Constraint::parse(constraint);
    RC_ASSERT(parsed.has_value());
    return parsed->admits(tag);
}

RC_GTEST_PROP(ConstraintLaws, BlankAndCommaAreAndBarsAreOr, ()) {
    Near made;
    near(made);
    const bool low = admits(">=" + made.low, made.tag);
    const bool high = admits("<" + made.high, made.tag);
    RC_ASSERT(admits(">=" + made.low + " <" + made.high, made.tag) == (low && high));
    RC_ASSERT(admits(">=" + made.low + ", <" + made.high, made.tag) == (low && high));
    RC_ASSERT(admits(">=" + made.low + " || <" + made.high, made.tag) == (low || high));
    RC_ASSERT(admits(made.low + " - " + made.high, made.tag) == (low && admits("<=" + made.high, made.tag)));
}

RC_GTEST_PROP(ConstraintLaws, OppositesExclude, ()) {
    Near made;
    near(made);
    RC_ASSERT(admits("==" + made.low, made.tag) != admits("!=" + made.low, made.tag));
    RC_ASSERT(!(admits("<" + made.low, made.tag) && admits(">=" + made.low, made.tag)));
    RC_ASSERT(!(admits(">" + made.low, made.tag) && admits("<=" + made.low, made.tag)));
}

RC_GTEST_PROP(ConstraintLaws, CaretAndTildeStayInTheirLine, ()) {
    Near made;
    near(made);
    const Tag low = parse_tag(made.low);
    const bool above = compare(made.tag, low) >= 0;
    const bool same_major = compare_numbers(made.tag, low, 1) == 0;
    const bool same_minor = compare_numbers(made.tag, low, 2) == 0;
    RC_ASSERT(admits("~" + made.low, made.tag) == (above && same_minor));
    RC_ASSERT(admits("~=" + made.low, made.tag) == (above && same_minor));
    RC_ASSERT(!admits("^" + made.low, made.tag) || (above && same_major));
    if (compare_numbers(low.number(0), "") != 0) RC_ASSERT(admits("^" + made.low, made.tag) == (above && same_major));
}

RC_GTEST_PROP(ConstraintLaws, ACapKeepsPreReleasesOfItselfOut, ()) {
    Near made;
    near(made);
    const std::string major(parse_tag(made.low).number(0));
    if (admits("<" + major, made.tag)) RC_ASSERT((compare_numbers(made.tag, parse_tag(major), 1) < 0));
}

RC_GTEST_PROP(ConstraintLaws, AnyTextIsReadOrRefusedWithItsPlace, ()) {
    const auto piece =
        rc::gen::element<std::string>(">=", "<", "~", "^", "~=", "==", "!=", "=>", "~>", "|", "||", ",", " ", " - ",
                                      "*", "x", "4", "4.1", "4.1.0", "rc1", "-alpine", "foo");
    const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
    std::string text;
    for (const std::string& one : pieces) text += one;
    const auto fault = Constraint::fault(text);
    RC_ASSERT(Constraint::parse(text).has_value() != fault.has_value());
    RC_ASSERT(fault.value_or(0) <= text.size());
}

}  // namespace
}  // namespace lockstep
