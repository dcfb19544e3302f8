// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/channel.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/policy_words.hpp"

#include "choice.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

struct Sentence {
    std::string_view reason;
    std::string_view text;
};

constexpr std::array kSentences{
    Sentence{"taken", "this is the tag to move to"},
    Sentence{"running", "equal to what runs, so no update"},
    Sentence{"older", "lower than what runs"},
    Sentence{"lower", "admitted, but not the one to move to"},
    Sentence{"floating", "moves over longer version tags"},
    Sentence{"not-a-version", "cannot be ordered"},
    Sentence{"other-prefix", "has another prefix than the running tag"},
    Sentence{"other-variant", "has another variant than the running tag"},
    Sentence{"other-architecture", "is for another architecture than the running tag"},
    Sentence{"other-build", "has another kind of build part than the running version"},
    Sentence{"other-form", "is written in another form than the running version (date, year or bare revision)"},
    Sentence{"other-platform", "has no image for the platform of this container"},
    Sentence{"excluded", "is on the list of excluded tags"},
    Sentence{"fewer-numbers", "has fewer numbers than the running version and may still move"},
    Sentence{"other-major", "belongs to another major"},
    Sentence{"other-minor", "belongs to another minor"},
    Sentence{"outside-pin", "is outside the line of the running tag"},
    Sentence{"pre-release", "is less mature than the channel takes"},
    Sentence{"outside-constraint", "does not meet the constraint"},
    Sentence{"outside-group", "is not the version that the whole group can be at"},
    Sentence{"not-the-server", "is not in line with the server"},
    Sentence{"server-unknown", "cannot be judged while the server's version is unknown"},
    Sentence{"not-considered", "was not looked at, see the verdict"},
};

Candidate describe(const Tag& tag, std::string_view reason) {
    Candidate candidate;
    candidate.tag = tag.text;
    candidate.kind = word(tag.kind);
    candidate.version = normalised(tag);
    if (tag.is_ordered()) candidate.channel = word(channel_of(tag));
    candidate.taken = reason == "taken";
    candidate.reason = reason;
    candidate.sentence = sentence_of(reason);
    return candidate;
}

template <typename Judge>
std::vector<Candidate> describe_all(const TagBook& repository, Judge judge) {
    std::vector<const Tag*> tags;
    for (const Tag& tag : repository.tags()) tags.push_back(&tag);
    std::sort(tags.begin(), tags.end(), [](const Tag* a, const Tag* b) { return comes_before(*b, *a); });
    std::vector<Candidate> all;
    all.reserve(tags.size());
    for (const Tag* tag : tags) all.push_back(describe(*tag, judge(*tag)));
    return all;
}

}  // namespace

std::string_view sentence_of(std::string_view reason) {
    const auto found = std::find_if(kSentences.begin(), kSentences.end(),
                                    [reason](const Sentence& sentence) { return sentence.reason == reason; });
    return found == kSentences.end() ? "" : found->text;
}

std::string_view judge(const Choice& choice, const Verdict& verdict, const Tag& tag) {
    if (verdict.action == Action::Update && tag.text == verdict.tag) return "taken";
    if (const auto reason = choice.no_candidate(tag); !reason.empty()) return reason;
    if (const auto reason = choice.outside(tag); !reason.empty()) return reason;
    if (!choice.accepted(tag)) return "pre-release";
    if (!choice.constraint.admits(tag)) return "outside-constraint";
    if (!choice.in_group(tag)) return "outside-group";
    if (!choice.current.version) return "lower";
    const auto order = choice.against_current(tag);
    return order == 0 ? "running" : order < 0 ? "older" : "lower";
}

std::vector<Candidate> trace(const Choice& choice, const Verdict& verdict) {
    return describe_all(choice.repository, [&](const Tag& tag) { return judge(choice, verdict, tag); });
}

std::vector<Candidate> trace(const TagBook& repository) {
    return describe_all(repository, [](const Tag& tag) -> std::string_view {
        if (tag.kind == Kind::Floating) return "floating";
        return tag.is_version() ? "not-considered" : "not-a-version";
    });
}

}  // namespace lockstep
