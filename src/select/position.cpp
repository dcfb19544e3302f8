// SPDX-License-Identifier: Apache-2.0
#include "position.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/select/resolve.hpp"
#include "lockstep/version/order.hpp"

#include "verdicts.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

/// Reasons of Keep that are no wish to stay, but a lack of evidence.
constexpr std::array kWithoutEvidence{std::string_view("server-unreachable"), std::string_view("tag-list-incomplete")};

/// Not an image that this member could ever run, so no sign that its version is there.
bool is_of_another_kind(std::string_view reason) {
    return reason.starts_with("other-") && reason != "other-major" && reason != "other-minor";
}

/// A member that chooses among the versions of its repository.
class VersionPosition final : public Position {
  public:
    VersionPosition(const GroupMember& member, const Question& question, GroupBy by)
        : Position(by), member_(member), question_(question), posed_(question) {
        own_ = posed_.decide();
        Choice* const choice = posed_.choice();
        if (choice == nullptr) return;
        stands_ = choice->current.version;
        for (const Tag* tag : choice->within_constraint(choice->pool())) may_go_.push_back(*tag);
        std::ranges::sort(may_go_, [by](const Tag& a, const Tag& b) { return compare_lines(a, b, by) > 0; });
    }

    std::optional<Verdict> move_to(const Tag& line) override {
        keep_to(line);
        Verdict verdict = posed_.decide();
        return verdict.action == Action::Update ? std::optional(std::move(verdict)) : std::nullopt;
    }

    Obstacle obstacle(const Tag& line) override {
        keep_to(line);
        std::string_view rule;
        std::string_view listed;
        for (const Tag& tag : posed_.repository().tags()) {
            if (!tag.is_version() || !same_line(tag, line)) continue;
            const std::string_view reason = reason_against(tag);
            if (is_of_another_kind(reason)) continue;
            rule = reason;
            listed = tag.text;
        }
        if (!rule.empty()) return {false, format("{} {}", listed, sentence_of(rule))};
        if (!question_.tags.complete)
            return {false, format("the tag list of {} broke off before it named one", member_.place)};
        return {true, format("{} has none yet", member_.place)};
    }

    Verdict explained(Verdict verdict, const Tag* line) override {
        if (!line && stands_) line = &*stands_;
        if (line) keep_to(*line);
        return posed_.explained(std::move(verdict));
    }

  private:
    void keep_to(const Tag& line) {
        if (Choice* const choice = posed_.choice(); choice != nullptr)
            choice->in_group = [line, by = by_](const Tag& tag) {
                return compare_lines(tag, line, by) == 0;
            };
    }

    /// By the member's own rules, before the group has a say.
    std::string_view reason_against(const Tag& tag) const {
        if (posed_.choice() == nullptr) return own_.reason;
        return judge(*posed_.choice(), own_, tag);
    }

    const GroupMember& member_;
    const Question& question_;
    Posed posed_;
};

/// A member that follows an alias by its digest: there is one place to go to.
class AliasPosition final : public Position {
  public:
    AliasPosition(const AliasQuestion& question, GroupBy by)
        : Position(by),
          question_(question),
          repository_(question.tags.tags.read(question.policy.scheme, question.policy.codenames, question.tag)) {
        own_ = follow_alias(question);
        stands_ = version_of(question.running);
        if (own_.action != Action::Update) return;
        if (const auto now = version_of({question.now})) may_go_.push_back(*now);
    }

    std::optional<Verdict> move_to(const Tag& line) override {
        const bool there = !may_go_.empty() && same_line(may_go_.front(), line);
        return there ? std::optional(own_) : std::nullopt;
    }

    Obstacle obstacle(const Tag&) override {
        const std::optional<Tag>& at = may_go_.empty() ? stands_ : may_go_.front();
        return {true, format("\"{}\" points to {}", escaped(question_.tag), at ? at->text : "no known version")};
    }

  private:
    std::optional<Tag> version_of(const std::vector<Digest>& digests) {
        const auto resolved =
            resolve({question_.tag, digests, {}}, question_.tags, question_.digests, question_.policy);
        if (!resolved) return std::nullopt;
        names_.push_back(std::make_unique<const std::string>(resolved->version));
        return repository_->read(*names_.back());
    }

    const AliasQuestion& question_;
    std::shared_ptr<const TagBook> repository_;
    std::vector<std::unique_ptr<const std::string>> names_;  ///< what the tags refer to
};

/// A member about which everything is settled.
class SettledPosition final : public Position {
  public:
    SettledPosition(const Verdict& verdict, GroupBy by) : Position(by) { own_ = verdict; }
    std::optional<Verdict> move_to(const Tag&) override { return std::nullopt; }
    Obstacle obstacle(const Tag&) override { return {false, own_.sentence}; }
};

struct PositionMaker {
    const GroupMember& member;
    GroupBy by;

    std::unique_ptr<Position> operator()(const Question& question) const {
        return std::make_unique<VersionPosition>(member, question, by);
    }
    std::unique_ptr<Position> operator()(const AliasQuestion& question) const {
        return std::make_unique<AliasPosition>(question, by);
    }
    std::unique_ptr<Position> operator()(const Verdict& verdict) const {
        return std::make_unique<SettledPosition>(verdict, by);
    }
};

}  // namespace

std::strong_ordering compare_lines(Tag a, Tag b, GroupBy by) {
    if (by == GroupBy::Minor) return compare_numbers(a, b, 2);
    for (Tag* tag : {&a, &b}) {
        if (tag->has_dev) continue;
        tag->has_post = false;
        tag->post_at = {};
    }
    return compare_public(a, b);
}

bool Position::is_stuck() const {
    // What a repository does not have yet is waited for like any other missing image.
    if (own_.action == Action::Refuse) return !own_.reason.ends_with("-unavailable");
    if (std::ranges::find(kWithoutEvidence, own_.reason) != kWithoutEvidence.end()) return true;
    return !stands_ && may_go_.empty();
}

bool Position::may_go_to(const Tag& line) const {
    const auto found = std::ranges::lower_bound(
        may_go_, line, [this](const Tag& a, const Tag& b) { return compare_lines(a, b, by_) > 0; });
    return found != may_go_.end() && same_line(*found, line);
}

bool Position::is_at(const Tag& line) const {
    return stands_ && same_line(*stands_, line);
}

std::unique_ptr<Position> position_of(const GroupMember& member, GroupBy by) {
    return std::visit(PositionMaker{member, by}, member.asked);
}

}  // namespace lockstep
