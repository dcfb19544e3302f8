// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/group.hpp"

#include "lockstep/core/format.hpp"

#include "position.hpp"
#include "verdicts.hpp"

#include <algorithm>
#include <memory>

namespace lockstep {
namespace {

/// A group of two or more on its way to one version.
class Group {
  public:
    Group(const std::vector<GroupMember>& members, GroupBy by) : members_(members), by_(by) {
        for (const GroupMember& member : members) positions_.push_back(position_of(member, by));
        collect_lines();
    }

    std::vector<Verdict> decide() {
        const auto stuck = std::ranges::find_if(positions_, [](const auto& one) { return one->is_stuck(); });
        if (stuck != positions_.end()) return stay_for(members_[index_of(stuck)], **stuck);
        const auto line = std::ranges::find_if(lines_, [this](const Tag& one) { return all_can_be_at(one); });
        if (line == lines_.end()) return stay();
        return move_to(*line);
    }

  private:
    using Positions = std::vector<std::unique_ptr<Position>>;

    std::size_t index_of(Positions::const_iterator position) const {
        return static_cast<std::size_t>(position - positions_.cbegin());
    }

    /// Every version that some member could be at, the highest first, each once.
    void collect_lines() {
        for (const auto& position : positions_) {
            lines_.insert(lines_.end(), position->may_go().begin(), position->may_go().end());
            if (position->stands() && !position->leaves()) lines_.push_back(*position->stands());
        }
        std::ranges::sort(lines_, [this](const Tag& a, const Tag& b) {
            const auto order = compare_lines(a, b, by_);
            return order != 0 ? order > 0 : a.text < b.text;
        });
        const auto rest =
            std::ranges::unique(lines_, [this](const Tag& a, const Tag& b) { return compare_lines(a, b, by_) == 0; });
        lines_.erase(rest.begin(), rest.end());
    }

    bool can_be_at(Position& position, const Tag& line) const {
        if (position.is_at(line) && !position.leaves()) return true;
        return position.may_go_to(line) && position.move_to(line).has_value();
    }

    bool all_can_be_at(const Tag& line) const {
        return std::ranges::all_of(positions_, [&](const auto& position) { return can_be_at(*position, line); });
    }

    std::vector<Verdict> move_to(const Tag& line) const {
        const bool highest = compare_lines(line, wanted(), by_) == 0;
        const Verdict waiting = highest ? Verdict{} : what_is_missing();
        std::vector<Verdict> verdicts;
        for (const auto& position : positions_) {
            auto move = position->move_to(line);
            if (move && !highest) move->sentence += "; " + waiting.sentence;
            Verdict verdict = move ? *std::move(move) : highest ? position->own() : without_move(*position, waiting);
            verdicts.push_back(position->explained(std::move(verdict), &line));
        }
        return verdicts;
    }

    /// There is no version for all.
    std::vector<Verdict> stay() const {
        const Verdict waiting = lines_.empty() ? Verdict{} : what_is_missing();
        std::vector<Verdict> verdicts;
        for (const auto& position : positions_)
            verdicts.push_back(position->explained(without_move(*position, waiting), nullptr));
        return verdicts;
    }

    std::vector<Verdict> stay_for(const GroupMember& member, const Position& stuck) const {
        const Verdict held = held_by(member.name, stuck.own().reason, stuck.own().sentence);
        std::vector<Verdict> verdicts;
        for (const auto& position : positions_) {
            const bool moves = position->own().action == Action::Update;
            Verdict verdict = moves ? without_move(*position, held) : position->own();
            verdicts.push_back(position->explained(std::move(verdict), nullptr));
        }
        return verdicts;
    }

    /// What a person has to see to comes first; a newer major is shown all the same.
    static Verdict without_move(const Position& position, Verdict why) {
        if (position.own().action == Action::Refuse) return position.own();
        why.newer_major = position.own().newer_major;
        return why;
    }

    /// What the group is after: where a member has to go down to, else the highest version that one could be at.
    const Tag& wanted() const {
        const Tag* down = nullptr;
        for (const auto& position : positions_) {
            if (!position->leaves() || position->may_go().empty()) continue;
            const Tag& best = position->may_go().front();
            if (down == nullptr || compare_lines(best, *down, by_) > 0) down = &best;
        }
        return down == nullptr ? lines_.front() : *down;
    }

    /// Who cannot be there, and why.
    Verdict what_is_missing() const {
        const Tag& line = wanted();
        std::string who;
        bool held = false;
        for (std::size_t i = 0; i < positions_.size(); ++i) {
            if (can_be_at(*positions_[i], line)) continue;
            const Obstacle obstacle = positions_[i]->obstacle(line);
            held |= !obstacle.unpublished;
            who += format("{}{}: {}", who.empty() ? "" : "; ", members_[i].name, obstacle.sentence);
        }
        const std::string sentence =
            format("the group {} {} ({})", held ? "cannot move to" : "waits for", name(line), who);
        return keep(held ? "group-held" : "group-waits", sentence);
    }

    std::string name(const Tag& line) const {
        if (by_ == GroupBy::Version) return std::string(line.text);
        return format("{}.{}", plain_number(line.number(0)), plain_number(line.number(1)));
    }

    const std::vector<GroupMember>& members_;
    GroupBy by_;
    Positions positions_;
    std::vector<Tag> lines_;
};

Verdict alone(const GroupMember& member) {
    if (const auto* question = std::get_if<Question>(&member.asked)) return select(*question);
    if (const auto* question = std::get_if<AliasQuestion>(&member.asked)) return follow_alias(*question);
    return std::get<Verdict>(member.asked);
}

}  // namespace

std::vector<Verdict> select_group(const std::vector<GroupMember>& members, GroupBy by) {
    if (members.size() == 1) return {alone(members.front())};
    return Group(members, by).decide();
}

Verdict held_by(const std::string& member, const std::string& reason, const std::string& sentence) {
    return keep("group-held", format("the group stays because {} does ({}: {})", member, reason, sentence));
}

}  // namespace lockstep
