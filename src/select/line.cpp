// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/order.hpp"

#include "choice.hpp"
#include "verdicts.hpp"

namespace lockstep {
namespace {

std::string_view outside_line(const Choice& choice, const Tag& tag, PolicyKind kind, std::size_t major) {
    const Tag& running = *choice.current.version;
    if (kind == PolicyKind::Range)
        return choice.policy().allow_major || compare_numbers(tag, running, 1) == 0 ? "" : "other-major";
    if (compare_numbers(tag, running, major) != 0) return "other-major";
    return kind == PolicyKind::SameMinor && compare_numbers(tag, running, 2) != 0 ? "other-minor" : "";
}

bool excludes_current(const Choice& choice) {
    Tag running = *choice.current.version;
    running.kind = Kind::Version;
    return !choice.constraint.admits(running);
}

Verdict meet_constraint_below(const Choice& choice, const Tag& best) {
    const std::string running(choice.current.version->text);
    if (!choice.policy().allow_downgrade)
        return refuse("downgrade-refused",
                      format("{} does not meet the constraint \"{}\", and the highest that does is {}, which is lower; "
                             "allow_downgrade lets it move down",
                             running, escaped(choice.policy().constraint), best.text));
    if (!choice.question.tags.complete) return keep_incomplete(choice, "moving down");
    return update(best.text, Direction::Down, "constraint",
                  format("{} does not meet the constraint \"{}\"; {} is the highest that does", running,
                         escaped(choice.policy().constraint), best.text));
}

Verdict up_to_date(const Choice& choice) {
    return keep("up-to-date", format("{} is the highest version that the policy admits", choice.current.version->text));
}

Verdict unsatisfied(const Choice& choice) {
    if (!choice.question.tags.complete) return keep_incomplete(choice, "finding nothing within the constraint");
    return refuse(
        "constraint-unsatisfied",
        format("no tag that the policy admits meets the constraint \"{}\", nor does the running {}; change the "
               "constraint or publish such an image",
               escaped(choice.policy().constraint), choice.current.version->text));
}

}  // namespace

Verdict keep_incomplete(const Choice& choice, std::string_view what) {
    const std::string& why = choice.question.tags.why_incomplete;
    return keep("tag-list-incomplete",
                format("the tag list is incomplete{}, and {} needs all of it; nothing is changed",
                       why.empty() ? "" : format(" ({})", escaped(why)), what));
}

void admit_line(Choice& choice, PolicyKind kind, bool pinned) {
    const std::size_t major = kind == PolicyKind::SameMajor ? choice.major_count(*choice.current.version) : 1;
    choice.outside = [&choice, kind, pinned, major](const Tag& tag) -> std::string_view {
        const std::string_view reason = outside_line(choice, tag, kind, major);
        if (!reason.empty() || !pinned || begins_with(tag, *choice.current.pin)) return reason;
        return "outside-pin";
    };
    choice.accepted = [&choice](const Tag& tag) {
        return accepts(choice.policy().channel, tag, &*choice.current.version);
    };
}

std::optional<Verdict> newer_than_current(const Choice& choice, const Choice::Tags& pool, std::string reason,
                                          std::string_view why) {
    const Tag* best = choice.best(choice.within_constraint(pool));
    if (best == nullptr || choice.against_current(*best) <= 0) return std::nullopt;
    return update(best->text, Direction::Up, std::move(reason),
                  format("{} is newer than the running {}{}", best->text, choice.current.version->text, why));
}

Verdict choose_in_line(Choice& choice) {
    admit_line(choice, choice.policy().kind, choice.policy().pin_floating && choice.current.pin.has_value());
    const Choice::Tags pool = choice.pool();
    if (auto newer = newer_than_current(choice, pool, "newer-version", "")) return *std::move(newer);
    if (pool.empty() || !excludes_current(choice)) return up_to_date(choice);
    const Tag* best = choice.best(choice.within_constraint(pool));
    if (best == nullptr) return unsatisfied(choice);
    return compare(*best, *choice.current.version) < 0 ? meet_constraint_below(choice, *best) : up_to_date(choice);
}

}  // namespace lockstep
