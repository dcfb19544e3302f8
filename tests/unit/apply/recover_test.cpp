// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/recover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's own header needs gtest's first
#include <rapidcheck/gtest.h>

namespace lockstep {
namespace {

enum class Has { None, Old, New, Stranger, OldAgain };

/// One row: what the journal and the engine show, and what follows.
struct Row {
    const char* what;
    const char* phase;
    bool auto_remove;
    bool old;
    bool fresh;
    Has name;
    int attempts;
    Recovery wanted;
};

Container container(const std::string& id, const std::string& image) {
    Container made;
    made.id = ContainerId(id);
    made.name = id;
    made.image = ImageId(image);
    made.status = ContainerStatus::Running;
    made.started_at = "0001-01-01T00:00:00Z";
    return made;
}

SwapEntry entry_for(const std::string& phase, bool auto_remove, int attempts) {
    SwapEntry entry;
    entry.phase = phase;
    entry.name = "node";
    entry.old_id = ContainerId("old");
    entry.new_id = ContainerId("new");
    entry.old_image = ImageId("sha256:old");
    entry.new_image = ImageId("sha256:new");
    entry.old_body.text = "{}";
    entry.new_body.text = "{}";
    entry.auto_remove = auto_remove;
    entry.attempts = attempts;
    return entry;
}

Seen seen_for(bool old, bool fresh, Has name) {
    Seen seen;
    if (old) seen.old = container("old", "sha256:old");
    if (fresh) seen.fresh = container("new", "sha256:new");
    switch (name) {
        case Has::None:
            break;
        case Has::Old:
            seen.named = seen.old;
            break;
        case Has::New:
            seen.named = seen.fresh;
            break;
        case Has::Stranger:
            seen.named = container("stranger", "sha256:other");
            break;
        case Has::OldAgain:
            seen.named = container("again", "sha256:old");
            break;
    }
    return seen;
}

constexpr Row kRows[] = {
    {"planned, nothing made yet", "planned", false, true, false, Has::Old, 1, Recovery::Abort},
    {"planned, new one made", "planned", false, true, true, Has::Old, 1, Recovery::Abort},
    {"prepared", "prepared", false, true, true, Has::Old, 1, Recovery::Abort},
    {"prepared, somebody else has the name", "prepared", false, true, true, Has::Stranger, 1, Recovery::Abort},
    {"prepared, the engine swept both", "prepared", true, false, false, Has::None, 1, Recovery::Abort},
    {"switching, old one still has the name", "switching", false, true, true, Has::Old, 1, Recovery::Forward},
    {"switching, name free", "switching", false, true, true, Has::None, 1, Recovery::Forward},
    {"switching, new one has the name", "switching", false, true, true, Has::New, 1, Recovery::Forward},
    {"switching, tried often", "switching", false, true, true, Has::New, 2, Recovery::Forward},
    {"switching, tried too often", "switching", false, true, true, Has::New, 3, Recovery::Rollback},
    {"switching, new one gone", "switching", false, true, false, Has::None, 1, Recovery::Rollback},
    {"switching, old one gone", "switching", false, false, true, Has::None, 1, Recovery::Forward},
    {"switching, both gone", "switching", false, false, false, Has::None, 1, Recovery::CallHelp},
    {"switching, both swept", "switching", true, false, false, Has::None, 1, Recovery::Forward},
    {"switching, both swept, too often", "switching", true, false, false, Has::None, 3, Recovery::Rollback},
    {"switching, auto-removed old one gone", "switching", true, false, true, Has::None, 1, Recovery::Forward},
    {"switching, a stranger has the name", "switching", false, true, true, Has::Stranger, 1, Recovery::Rollback},
    {"switching, a stranger has the name, old one gone", "switching", false, false, true, Has::Stranger, 1,
     Recovery::CallHelp},
    {"switching, a stranger, too often", "switching", false, true, true, Has::Stranger, 9, Recovery::Rollback},
    {"switching, old one made again", "switching", true, false, false, Has::OldAgain, 1, Recovery::Rollback},
    {"rollback", "rollback", false, true, true, Has::New, 1, Recovery::Rollback},
    {"rollback, many times", "rollback", false, true, false, Has::Old, 99, Recovery::Rollback},
    {"rollback, old one swept", "rollback", true, false, false, Has::None, 1, Recovery::Rollback},
    {"rollback, old one made again", "rollback", true, false, false, Has::OldAgain, 1, Recovery::Rollback},
    {"rollback, a stranger has the name", "rollback", false, true, false, Has::Stranger, 1, Recovery::Rollback},
    {"rollback, a stranger has the name, old one gone", "rollback", false, false, false, Has::Stranger, 1,
     Recovery::CallHelp},
    {"committed", "committed", false, true, true, Has::New, 1, Recovery::CleanUp},
    {"committed, old one gone", "committed", false, false, true, Has::New, 1, Recovery::CleanUp},
    {"committed, new one swept", "committed", true, false, false, Has::None, 1, Recovery::CleanUp},
    {"committed, new one replaced since", "committed", false, true, false, Has::Stranger, 1, Recovery::CleanUp},
    {"committed, only the old one is left", "committed", false, true, false, Has::None, 1, Recovery::CallHelp},
    {"done", "done", false, true, true, Has::New, 1, Recovery::CallHelp},
    {"a word of a newer program", "teleporting", false, true, true, Has::New, 1, Recovery::CallHelp},
    {"an empty word", "", false, true, true, Has::New, 1, Recovery::CallHelp},
};

TEST(ChooseRecovery, FollowsTheTable) {
    for (const Row& row : kRows) {
        const auto choice = choose_recovery(entry_for(row.phase, row.auto_remove, row.attempts),
                                            seen_for(row.old, row.fresh, row.name));
        EXPECT_EQ(choice.what, row.wanted) << row.what << ": " << choice.why;
        EXPECT_FALSE(choice.why.empty()) << row.what;
    }
}

TEST(ChooseRecovery, ANewOneThatSomebodyStartedTooEarlyIsNotTouched) {
    Seen seen = seen_for(true, true, Has::Old);
    seen.fresh->started_at = "2026-01-01T00:00:00Z";
    EXPECT_EQ(choose_recovery(entry_for("prepared", false, 1), seen).what, Recovery::CallHelp);
}

TEST(ChooseRecovery, WithoutAStoredRequestNothingIsPromised) {
    SwapEntry entry = entry_for("switching", true, 1);
    entry.new_body = {};
    EXPECT_EQ(choose_recovery(entry, seen_for(false, false, Has::None)).what, Recovery::CallHelp);
    entry = entry_for("rollback", true, 1);
    entry.old_body = {};
    EXPECT_EQ(choose_recovery(entry, seen_for(false, false, Has::None)).what, Recovery::CallHelp);
}

RC_GTEST_PROP(ChooseRecovery, NeverGoesForwardWhileAStrangerHasTheName, ()) {
    const auto phase = *rc::gen::elementOf(std::vector<std::string>{"planned", "prepared", "switching", "rollback"});
    const auto choice =
        choose_recovery(entry_for(phase, *rc::gen::arbitrary<bool>(), *rc::gen::inRange(0, 9)),
                        seen_for(*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(), Has::Stranger));
    RC_ASSERT(choice.what != Recovery::Forward && choice.what != Recovery::CleanUp);
}

RC_GTEST_PROP(ChooseRecovery, NeverCleansUpTheLastContainer, ()) {
    const bool fresh = *rc::gen::arbitrary<bool>();
    const auto choice =
        choose_recovery(entry_for("committed", false, 1), seen_for(true, fresh, fresh ? Has::New : Has::None));
    RC_ASSERT((choice.what == Recovery::CleanUp) == fresh);
}

RC_GTEST_PROP(ChooseRecovery, NeverGuessesAtUnknownWords, (const std::string& phase)) {
    RC_PRE(!phase_of(phase));
    RC_ASSERT(choose_recovery(entry_for(phase, false, 1), seen_for(true, true, Has::Old)).what == Recovery::CallHelp);
}

/// A unit of two in this phase, each with what the engine shows of it.
Recovery of_two(const std::string& phase, const Seen& first, const Seen& second) {
    return choose_recovery(std::vector{entry_for(phase, false, 1), entry_for(phase, false, 1)}, {first, second}).what;
}

TEST(ChooseRecovery, AUnitGoesForwardOnlyWhenEachOfItsContainersCan) {
    const Seen ready = seen_for(true, true, Has::New);
    const Seen without_new = seen_for(true, false, Has::None);
    const Seen lost = seen_for(false, false, Has::None);
    EXPECT_EQ(of_two("switching", ready, ready), Recovery::Forward);
    EXPECT_EQ(of_two("switching", ready, without_new), Recovery::Rollback);
    EXPECT_EQ(of_two("switching", without_new, ready), Recovery::Rollback);
    EXPECT_EQ(of_two("switching", ready, lost), Recovery::Rollback) << "one that is lost must not keep the other down";
    EXPECT_EQ(of_two("switching", lost, lost), Recovery::CallHelp);
    EXPECT_EQ(of_two("prepared", ready, without_new), Recovery::Abort);
    EXPECT_EQ(of_two("committed", ready, without_new), Recovery::CallHelp);
    EXPECT_EQ(of_two("committed", ready, ready), Recovery::CleanUp);
}

TEST(ChooseRecovery, AUnitInTwoPhasesIsNotGuessedAt) {
    const Seen ready = seen_for(true, true, Has::New);
    const std::vector entries{entry_for("switching", false, 1), entry_for("committed", false, 1)};
    EXPECT_EQ(choose_recovery(entries, {ready, ready}).what, Recovery::CallHelp);
}

TEST(ChooseRecovery, AContainerThatIsOnlyRestartedNeverStandsInTheWay) {
    for (const auto& [phase, wanted] :
         std::vector<std::pair<std::string, Recovery>>{{"planned", Recovery::Abort},
                                                       {"switching", Recovery::Forward},
                                                       {"rollback", Recovery::Rollback},
                                                       {"committed", Recovery::CleanUp}}) {
        SwapEntry entry = entry_for(phase, false, 1);
        entry.kind = "restart";
        EXPECT_EQ(choose_recovery(entry, seen_for(true, false, Has::Old)).what, wanted) << phase;
        EXPECT_EQ(choose_recovery(entry, seen_for(false, false, Has::Stranger)).what, wanted) << phase;
    }
}

}  // namespace
}  // namespace lockstep
