// SPDX-License-Identifier: Apache-2.0
#include "journal_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using ReadOnlyJournal = SqliteJournalTest;

TEST_F(ReadOnlyJournal, LookingOnlyReadsAnAbsentJournalAsEmptyAndCreatesNothing) {
    auto journal = opened(JournalMode::ReadOnly);
    EXPECT_THAT(*journal->open_swaps(), IsEmpty());
    EXPECT_THAT(*journal->history(5), IsEmpty());
    EXPECT_THAT(*journal->bad_digests(), IsEmpty());
    EXPECT_FALSE(journal->last_answer("http://a")->has_value());
    EXPECT_FALSE(std::filesystem::exists(state_));
    EXPECT_EQ(journal->write({full_entry()}).error().code, "journal-read-only");
}

TEST_F(ReadOnlyJournal, LookingOnlyAfterACleanEndLeavesNoTrace) {
    ASSERT_TRUE(opened()->write({full_entry()}));
    const auto before = names_in(state_);
    EXPECT_THAT(before, ElementsAre("journal.db", "lock"));
    EXPECT_EQ(opened(JournalMode::ReadOnly)->open_swaps()->size(), 1U);
    EXPECT_EQ(names_in(state_), before);
}

TEST_F(ReadOnlyJournal, LookingOnlyWorksWhileAWriterWrites) {
    auto writer = opened();
    auto reader = opened(JournalMode::ReadOnly);
    EXPECT_THAT(*reader->open_swaps(), IsEmpty());
    ASSERT_TRUE(writer->write({full_entry()}));
    EXPECT_EQ(reader->open_swaps()->size(), 1U);
    ASSERT_TRUE(writer->finish({full_entry().id}, {history_line("node")}));
    EXPECT_THAT(*reader->open_swaps(), IsEmpty());
}

TEST_F(ReadOnlyJournal, LookingOnlySeesWhatADeadWriterLeftInItsLog) {
    auto writer = opened();
    ASSERT_TRUE(writer->write({full_entry()}));
    const std::string copy = root_ / "copy";
    std::filesystem::copy(state_, copy);  // what a killed process leaves: the log not yet merged
    state_ = copy;
    const auto before = names_in(copy);
    EXPECT_EQ(opened(JournalMode::ReadOnly)->open_swaps()->size(), 1U);
    EXPECT_EQ(names_in(copy), before);
    EXPECT_EQ(opened()->open_swaps()->size(), 1U);
}

TEST_F(ReadOnlyJournal, LookingOnlyAtADamagedFileSaysSoAndLeavesIt) {
    opened().reset();
    std::ofstream(file_) << std::string(8192, 'x');
    const auto swaps = opened(JournalMode::ReadOnly)->open_swaps();
    ASSERT_FALSE(swaps);
    EXPECT_EQ(swaps.error().kind, ErrorKind::Corrupt);
    EXPECT_TRUE(std::filesystem::exists(file_));
}

}  // namespace
}  // namespace lockstep
