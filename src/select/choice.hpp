// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/select.hpp"
#include "lockstep/version/constraint.hpp"

#include "current.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace lockstep {

/// A question that is fit to be decided, and the rule of its policy.
struct Choice {
    using Tags = std::vector<const Tag*>;

    const Question& question;
    const TagBook& repository;
    Current current;
    Constraint constraint;
    Tags candidates = {};  ///< of the family, not excluded, with enough numbers

    /// Why the policy does not admit a candidate; "" when it does.
    std::function<std::string_view(const Tag&)> outside = [](const Tag&) {
        return "not-considered";
    };
    /// The channel takes the candidate.
    std::function<bool(const Tag&)> accepted = [](const Tag&) {
        return true;
    };
    /// The group of the container may be at the candidate's version.
    std::function<bool(const Tag&)> in_group = [](const Tag&) {
        return true;
    };

    const Policy& policy() const { return question.policy; }

    /// Candidates that policy and channel admit.
    Tags pool() const;
    /// Those of them that meet the constraint and the group.
    Tags within_constraint(const Tags& pool) const;
    /// The highest; null when there is none. Among equals: higher numbers in the variant (only where they may differ),
    /// the running tag's use of v, its count of numbers, the shorter, the bytewise smaller.
    const Tag* best(const Tags& tags) const;
    /// Order of a candidate and what runs, by precedence and then by the numbers of the variant.
    std::strong_ordering against_current(const Tag& tag) const;
    /// "" for a candidate, else the reason why it is none.
    std::string_view no_candidate(const Tag& tag) const;
    /// The numbers that make the major of `base`: with major 0 the minor too, unless the policy says otherwise.
    std::size_t major_count(const Tag& base) const;
    /// How many numbers a candidate needs.
    std::size_t enough_numbers() const;
};

/// Policies that look at the tags alone.
Verdict choose_in_line(Choice& choice);

/// Policies that follow the server.
Verdict choose_by_server(Choice& choice);

/// Update to the best of `pool` if that is newer; else nothing.
std::optional<Verdict> newer_than_current(const Choice& choice, const Choice::Tags& pool, std::string reason,
                                          std::string_view why);

/// Sets the filter of same-major, same-minor or range.
void admit_line(Choice& choice, PolicyKind kind, bool pinned);

/// What a partial list cannot prove.
Verdict keep_incomplete(const Choice& choice, std::string_view what);

/// A question that has been read. Its parts refer to each other and to the question, which must outlive it.
class Posed {
  public:
    explicit Posed(const Question& question);
    Posed(const Posed&) = delete;
    Posed& operator=(const Posed&) = delete;

    /// The verdict; afterwards the choice has the filters of its policy.
    Verdict decide();
    /// Gives a verdict its trace, if the question wants one.
    Verdict explained(Verdict verdict) const;

    const TagBook& repository() const { return *repository_; }
    /// Null when what runs or the constraint cannot be read; the verdict then says so.
    Choice* choice() { return choice_ ? &*choice_ : nullptr; }
    const Choice* choice() const { return choice_ ? &*choice_ : nullptr; }

  private:
    const Question& question_;
    std::shared_ptr<const TagBook> repository_;
    std::optional<Choice> choice_;
    std::optional<Verdict> settled_;  ///< nothing is left to decide
};

/// Every tag of the list, best first, and what became of it.
std::vector<Candidate> trace(const Choice& choice, const Verdict& verdict);
/// Why a tag is not taken, or "taken".
std::string_view judge(const Choice& choice, const Verdict& verdict, const Tag& tag);
/// What such a reason means, for people.
std::string_view sentence_of(std::string_view reason);
/// The same when nothing could be compared.
std::vector<Candidate> trace(const TagBook& repository);

}  // namespace lockstep
