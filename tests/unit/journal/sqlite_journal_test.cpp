// SPDX-License-Identifier: Apache-2.0
#include "journal_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace lockstep {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    EXPECT_EQ(stat(path.c_str(), &facts), 0) << path;
    return facts.st_mode & 07777;
}

TEST_F(SqliteJournalTest, AnEntryComesBackAsItWasWrittenAfterReopening) {
    ASSERT_TRUE(opened()->write({full_entry()}));
    const auto entries = opened()->open_swaps();
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 1U);
    const SwapEntry& entry = entries->front();
    const SwapEntry wanted = full_entry();
    EXPECT_EQ(entry.id, wanted.id);
    EXPECT_EQ(entry.phase, wanted.phase);
    EXPECT_EQ(entry.name, wanted.name);
    EXPECT_EQ(entry.old_id, wanted.old_id);
    EXPECT_EQ(entry.new_id, wanted.new_id);
    EXPECT_EQ(entry.old_image, wanted.old_image);
    EXPECT_EQ(entry.new_image, wanted.new_image);
    EXPECT_EQ(entry.from, wanted.from);
    EXPECT_EQ(entry.to, wanted.to);
    EXPECT_EQ(entry.digest, wanted.digest);
    EXPECT_EQ(entry.auto_remove, wanted.auto_remove);
    EXPECT_EQ(entry.was_running, wanted.was_running);
    EXPECT_EQ(entry.restart_policy, wanted.restart_policy);
    EXPECT_EQ(entry.old_inspect, wanted.old_inspect);
    EXPECT_EQ(entry.old_body, wanted.old_body);
    EXPECT_EQ(entry.new_body, wanted.new_body);
    EXPECT_EQ(entry.settle_ms, wanted.settle_ms);
    EXPECT_EQ(entry.limit_ms, wanted.limit_ms);
    EXPECT_EQ(entry.attempts, wanted.attempts);
    EXPECT_EQ(entry.reason, wanted.reason);
    EXPECT_EQ(entry.started, wanted.started);
    EXPECT_EQ(entry.unit, wanted.unit);
    EXPECT_EQ(entry.position, wanted.position);
    EXPECT_EQ(entry.depth, wanted.depth);
    EXPECT_EQ(entry.kind, wanted.kind);
    EXPECT_EQ(entry.start_first, wanted.start_first);
    EXPECT_EQ(entry.from_digest, wanted.from_digest);
}

TEST_F(SqliteJournalTest, WritingTwiceReplacesAndUnknownPhaseWordsAreKept) {
    auto journal = opened();
    SwapEntry entry = full_entry();
    ASSERT_TRUE(journal->write({entry}));
    entry.phase = "teleporting";
    ASSERT_TRUE(journal->write({entry}));
    const auto entries = journal->open_swaps();
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 1U);
    EXPECT_EQ(entries->front().phase, "teleporting");
}

TEST_F(SqliteJournalTest, FinishingClosesTheSwapAndKeepsItsHistory) {
    auto journal = opened();
    ASSERT_TRUE(journal->write({full_entry()}));
    ASSERT_TRUE(journal->finish({full_entry().id}, {history_line("node")}));
    ASSERT_TRUE(journal->finish({SwapId("unknown")}, {history_line("second")}));
    EXPECT_THAT(*journal->open_swaps(), IsEmpty());
    const auto lines = journal->history(10);
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 2U);
    EXPECT_EQ(lines->at(0).container, "second") << "newest first";
    EXPECT_EQ(lines->at(1).gap, milliseconds(350));
    EXPECT_EQ(lines->at(1).at, kNoon);
    EXPECT_EQ(lines->at(1).from_digest, "sha256:4");
    EXPECT_EQ(lines->at(1).unit, "0123456789ab");
    EXPECT_EQ(journal->history(1)->size(), 1U);
}

TEST_F(SqliteJournalTest, AnUnknownGapStaysUnknown) {
    auto journal = opened();
    HistoryEntry line = history_line("node");
    line.gap.reset();
    ASSERT_TRUE(journal->finish({SwapId("x")}, {line}));
    EXPECT_FALSE(journal->history(1)->front().gap.has_value());
}

TEST_F(SqliteJournalTest, AFinishedSwapLeavesNoSecretsInTheFile) {
    {
        auto journal = opened();
        SwapEntry entry = full_entry();
        entry.old_inspect.text = R"({"Env":["PASSWORD=correct-horse"]})";
        ASSERT_TRUE(journal->write({entry}));
        ASSERT_TRUE(journal->finish({entry.id}, {history_line("node")}));
    }
    std::ifstream file(file_, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_THAT(bytes, HasSubstr("updated"));
    EXPECT_EQ(bytes.find("correct-horse"), std::string::npos);
}

TEST_F(SqliteJournalTest, BadDigestsAreRememberedPerContainerUntilForgiven) {
    auto journal = opened();
    ASSERT_TRUE(journal->remember_bad({"node", "sha256:1", "exited", kNoon}));
    ASSERT_TRUE(journal->remember_bad({"node", "sha256:1", "unhealthy", kNoon}));
    ASSERT_TRUE(journal->remember_bad({"server", "sha256:1", "exited", kNoon}));
    ASSERT_EQ(journal->bad_digests()->size(), 2U);
    EXPECT_EQ(journal->bad_digests()->front().reason, "unhealthy");
    EXPECT_EQ(*journal->forgive("node", ""), 1);
    EXPECT_EQ(*journal->forgive("node", ""), 0);
    EXPECT_EQ(journal->bad_digests()->size(), 1U);
}

TEST_F(SqliteJournalTest, OneBadDigestOfSeveralCanBeForgiven) {
    auto journal = opened();
    ASSERT_TRUE(journal->remember_bad({"node", "sha256:1", "exited", kNoon}));
    ASSERT_TRUE(journal->remember_bad({"node", "sha256:2", "exited", kNoon}));
    EXPECT_EQ(journal->forgive("node", "sha256:1").value(), 1);
    ASSERT_EQ(journal->bad_digests()->size(), 1U);
    EXPECT_EQ(journal->bad_digests()->front().digest, "sha256:2");
}

TEST_F(SqliteJournalTest, HoldsAreKeptReplacedAndLifted) {
    auto journal = opened();
    ASSERT_TRUE(journal->hold({"node", "training", kNoon, {}}));
    ASSERT_TRUE(journal->hold({"node", "more training", kNoon, kNoon + milliseconds(5)}));
    ASSERT_TRUE(journal->hold({"server", "", kNoon, {}}));
    const auto holds = journal->holds().value();
    ASSERT_EQ(holds.size(), 2U);
    EXPECT_EQ(holds[0].reason, "more training");
    EXPECT_EQ(holds[0].since, kNoon);
    EXPECT_EQ(holds[0].until, kNoon + milliseconds(5));
    EXPECT_FALSE(holds[1].until);
    EXPECT_TRUE(journal->unhold("node").value());
    EXPECT_FALSE(journal->unhold("node").value());
    EXPECT_EQ(journal->holds()->size(), 1U);
}

TEST_F(SqliteJournalTest, ServerAnswersAreKeptPerAddress) {
    auto journal = opened();
    EXPECT_FALSE(journal->last_answer("http://a")->has_value());
    ASSERT_TRUE(journal->remember_answer({"http://a", "4.1.0", kNoon, kNoon + milliseconds(5)}));
    ASSERT_TRUE(journal->remember_answer({"http://a", "4.2.0", kNoon, kNoon + milliseconds(9)}));
    const auto answer = journal->last_answer("http://a");
    ASSERT_TRUE(answer && answer->has_value());
    EXPECT_EQ((*answer)->version, "4.2.0");
    EXPECT_EQ((*answer)->first, kNoon);
    EXPECT_EQ((*answer)->last, kNoon + milliseconds(9));
}

TEST_F(SqliteJournalTest, DirectoryAndFilesAreOursAlone) {
    const auto journal = opened();
    EXPECT_EQ(mode_of(state_), 0700U);
    EXPECT_EQ(mode_of(file_), 0600U);
    EXPECT_EQ(mode_of(file_ + "-wal"), 0600U);
    EXPECT_EQ(mode_of(state_ + "/lock"), 0600U);
}

TEST_F(SqliteJournalTest, AReadableDirectoryIsClosedAndAWritableOneRefused) {
    std::filesystem::create_directory(state_);
    ASSERT_EQ(chmod(state_.c_str(), 0755), 0);
    EXPECT_NE(opened(), nullptr);
    EXPECT_EQ(mode_of(state_), 0700U);
    ASSERT_EQ(chmod(state_.c_str(), 0777), 0);
    EXPECT_EQ(refusal().code, "journal-rights");
}

TEST_F(SqliteJournalTest, NotesAreKeptCorrectedAndForgotten) {
    {
        auto journal = opened();
        ASSERT_TRUE(journal->write_notes({{"host", "page-size", "100", kNoon}, {"host", "realm", "r", kNoon}}));
        ASSERT_TRUE(journal->write_notes({{"host", "page-size", "1000", kNoon}, {"host", "realm", "", kNoon}}));
    }
    const auto notes = opened()->notes().value();
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes[0].key, "page-size");
    EXPECT_EQ(notes[0].value, "1000");
    EXPECT_EQ(notes[0].at, kNoon);
}

TEST_F(SqliteJournalTest, SymbolicLinksAreRefused) {
    std::filesystem::create_directory(root_ / "elsewhere");
    std::filesystem::create_directory_symlink(root_ / "elsewhere", state_);
    EXPECT_EQ(refusal().code, "journal-rights");
    std::filesystem::remove(state_);
    std::filesystem::create_directory(state_);
    ASSERT_EQ(chmod(state_.c_str(), 0700), 0);
    std::filesystem::create_symlink(root_ / "elsewhere/file", file_);
    EXPECT_EQ(refusal().code, "journal-rights");
    EXPECT_FALSE(std::filesystem::exists(root_ / "elsewhere/file"));
}

TEST_F(SqliteJournalTest, ASecondWriterIsToldWhichDirectoryIsTaken) {
    const auto first = opened();
    const Error error = refusal();
    EXPECT_EQ(error.kind, ErrorKind::Conflict);
    EXPECT_EQ(error.code, "already-running");
    EXPECT_THAT(error.message, HasSubstr(state_));
}

TEST_F(SqliteJournalTest, TheLockGoesWithTheJournal) {
    opened().reset();
    EXPECT_NE(opened(), nullptr);
}

TEST_F(SqliteJournalTest, ANewerFormatIsRefusedAndNothingTouched) {
    ASSERT_TRUE(opened()->write({full_entry()}));
    run_sql("PRAGMA user_version = 99");
    const auto before = std::filesystem::last_write_time(file_);
    const Error error = refusal();
    EXPECT_EQ(error.kind, ErrorKind::Unsupported);
    EXPECT_EQ(error.code, "journal-newer");
    EXPECT_EQ(std::filesystem::last_write_time(file_), before);
    EXPECT_EQ(opened(JournalMode::ReadOnly)->open_swaps().error().code, "journal-newer");
}

TEST_F(SqliteJournalTest, AfterANewerVersionThatFailedTheCopyGoesOn) {
    ASSERT_TRUE(opened()->hold({"node", "kept", {}, {}}));
    {
        const auto journal = opened();
        ASSERT_TRUE(journal->keep_copy());
        ASSERT_TRUE(journal->keep_copy()) << "in place of the earlier one";
    }
    run_sql("PRAGMA user_version = 1000; CREATE TABLE beyond (what TEXT)");
    EXPECT_EQ(opened()->holds()->at(0).reason, "kept");
    EXPECT_THAT(notice_, HasSubstr("journal.db.newer-"));
    EXPECT_FALSE(names_in(state_).contains("journal.db.copy"));

    ASSERT_TRUE(opened()->keep_copy());
    std::filesystem::remove(file_);
    EXPECT_EQ(opened()->holds()->at(0).reason, "kept") << "ended between two renames";

    ASSERT_TRUE(opened()->keep_copy());
    opened()->drop_copy();
    run_sql("PRAGMA user_version = 1000");
    EXPECT_EQ(refusal().code, "journal-newer");
}

TEST_F(SqliteJournalTest, TheOwnerOutlivesTheJournal) {
    const std::string owner = opened()->owner();
    EXPECT_EQ(owner.size(), 8U);
    std::filesystem::remove(file_);
    EXPECT_EQ(opened()->owner(), owner);
    EXPECT_EQ(opened(JournalMode::ReadOnly)->owner(), owner);
}

TEST_F(SqliteJournalTest, AFileThatIsNoDatabaseIsKeptAsideAndReported) {
    opened().reset();
    std::ofstream(file_) << "this was never a database, and it is long enough to have a header of its own " +
                                std::string(4096, 'x');
    std::ofstream(file_ + "-wal") << "leftover";
    auto journal = opened();
    ASSERT_NE(journal, nullptr);
    EXPECT_THAT(notice_, HasSubstr("journal.db.corrupt-"));
    EXPECT_TRUE(journal->write({full_entry()}));
    int kept = 0;
    for (const std::string& name : names_in(state_)) kept += name.starts_with("journal.db.corrupt-") ? 1 : 0;
    EXPECT_GE(kept, 1);
}

TEST_F(SqliteJournalTest, ADamagedPageIsFoundWhenOpening) {
    {
        auto journal = opened();
        for (int i = 0; i < 200; ++i) {
            SwapEntry entry = full_entry();
            entry.id = SwapId(std::to_string(i));
            ASSERT_TRUE(journal->write({entry}));
        }
    }
    std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(3 * 4096);
    file << std::string(8 * 4096, '\xFF');
    file.close();
    ASSERT_NE(opened(), nullptr);
    EXPECT_THAT(notice_, HasSubstr("is damaged"));
    EXPECT_THAT(notice_, HasSubstr("a new one was begun"));
    EXPECT_THAT(notice_, Not(HasSubstr("start the service"))) << "it was done already";
    EXPECT_THAT(*opened()->open_swaps(), IsEmpty());
}

TEST_F(SqliteJournalTest, AFullDiskIsATransientErrorWithARemedy) {
    auto journal = opened();
    SwapEntry entry = full_entry();
    entry.old_inspect.text = std::string(80U << 20U, 'x');  // more than the bound on the file
    const auto written = journal->write({entry});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::Transient);
    EXPECT_EQ(written.error().code, "journal-io");
    EXPECT_FALSE(written.error().remedy.empty());
    EXPECT_TRUE(journal->write({full_entry()})) << "and the journal works again";
}

}  // namespace
}  // namespace lockstep
