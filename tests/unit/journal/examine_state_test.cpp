// SPDX-License-Identifier: Apache-2.0
#include "lockstep/journal/examine_state.hpp"

#include "journal_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> reasons(const std::vector<CheckLine>& lines) {
    std::vector<std::string> words;
    for (const CheckLine& line : lines) words.push_back(line.reason);
    return words;
}

class ExamineState : public testing::Test {
  protected:
    std::unique_ptr<Journal> used() {
        std::string notice;
        return *open_sqlite_journal(state_, JournalMode::Write, notice);
    }

    const TemporaryDirectory root_;
    const std::string state_ = root_ / "state";
};

TEST_F(ExamineState, absent_is_good_and_stays_absent) {
    EXPECT_THAT(reasons(examine_state(state_)), ElementsAre("not-yet", "enough-space"));
    EXPECT_FALSE(std::filesystem::exists(state_));
}

TEST_F(ExamineState, sees_who_is_at_work_without_disturbing_them) {
    {
        const auto journal = used();
        EXPECT_THAT(reasons(examine_state(state_)), ElementsAre("usable", "enough-space", "in-use", "whole"));
        EXPECT_TRUE(journal->remember_bad({"node", "sha256:1", "exits", kNoon}));
    }
    EXPECT_THAT(reasons(examine_state(state_)), ElementsAre("usable", "enough-space", "not-in-use", "whole"));
}

TEST_F(ExamineState, names_rights_and_damage) {
    static_cast<void>(used());
    std::filesystem::permissions(state_, std::filesystem::perms::all);
    const auto open = examine_state(state_);
    EXPECT_THAT(reasons(open), ElementsAre("journal-rights"));
    EXPECT_EQ(open.front().state, CheckState::Bad);
    EXPECT_THAT(open.front().remedy, HasSubstr("chmod go-rwx"));

    std::filesystem::permissions(state_, std::filesystem::perms::owner_all);
    std::ofstream(state_ + "/journal.db") << std::string(8192, 'x');
    const auto damaged = examine_state(state_);
    EXPECT_EQ(damaged.back().reason, "journal-corrupt");
    EXPECT_TRUE(std::filesystem::exists(state_ + "/journal.db")) << "only a start may move it aside";
}

TEST_F(ExamineState, a_link_is_no_state_directory) {
    std::filesystem::create_directory(root_ / "elsewhere");
    std::filesystem::create_directory_symlink(root_ / "elsewhere", state_);
    EXPECT_EQ(examine_state(state_).front().state, CheckState::Bad);
}

}  // namespace
}  // namespace lockstep
