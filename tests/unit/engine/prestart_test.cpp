// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/time_stamp.hpp"
#include "lockstep/engine/prestart_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

const WallTime kMade = time_from_rfc3339("2026-11-22T12:00:00Z").value();

Container container(const std::string& started_at, const std::string& more = "") {
    Container made;
    made.started_at = started_at;
    made.raw.text = R"({"Created":"2026-11-22T12:00:00Z")" + more + "}";
    return made;
}

std::vector<std::string> candidates(const Container& old, std::vector<FileChange> changes, bool first_start_known) {
    std::vector<std::string> paths;
    for (const auto& change : prestart_candidates(old, changes, {kMade, kMade, first_start_known})) {
        paths.push_back(change.path);
    }
    return paths;
}

TEST(Prestart, WindowEndsWhenTheProgramFirstRan) {
    const Container quick = container("2026-11-22T12:00:02Z");
    const auto told = prestart_window(quick, kMade + milliseconds(1'600));
    EXPECT_EQ(told.end, kMade + milliseconds(1'600));
    EXPECT_TRUE(told.first_start_known);
    EXPECT_LT(prestart_window(quick, WallTime{}).end, kMade + seconds(2)) << "the program is ahead of the stamp";
    EXPECT_EQ(prestart_window(container("0001-01-01T00:00:00Z"), WallTime{}).end, WallTime::max());
}

TEST(Prestart, WindowOfAContainerThatWasStartedAgainIsShort) {
    const auto window = prestart_window(container("2026-11-25T08:00:00Z"), WallTime{});
    EXPECT_EQ(window.end, kMade + seconds(30));
    EXPECT_FALSE(window.first_start_known);
}

TEST(Prestart, FileWithAnOlderTimeIsJudgedByItsFolder) {
    const PrestartWindow window{kMade, kMade + seconds(2), true};
    EXPECT_TRUE(is_prestart(kMade + seconds(1), kMade + seconds(90), window));
    EXPECT_FALSE(is_prestart(kMade + seconds(3), kMade + seconds(1), window)) << "written by the program";
    EXPECT_TRUE(is_prestart(kMade - seconds(99), kMade + seconds(1), window)) << "copied with its own time";
    EXPECT_FALSE(is_prestart(kMade - seconds(99), kMade + seconds(9), window)) << "unpacked by the program";
    EXPECT_FALSE(is_prestart(kMade - seconds(99), kMade - seconds(99), window)) << "of the image";
}

TEST(Prestart, LeavesWhatIsMountedAndWhatEnginesMake) {
    const Container old =
        container("", R"(,"Mounts":[{"Destination":"/data/"}],"HostConfig":{"Tmpfs":{"/scratch":""}})");
    using Kind = FileChange::Kind;
    EXPECT_THAT(candidates(old,
                           {{"/data", Kind::Added},
                            {"/data/x", Kind::Added},
                            {"/database", Kind::Added},
                            {"/scratch/y", Kind::Added},
                            {"/etc/hosts", Kind::Modified},
                            {"/etc/app.conf", Kind::Modified},
                            {"/dev/console", Kind::Added},
                            {"/gone", Kind::Deleted}},
                           true),
                ElementsAre("/database", "/etc/app.conf"));
}

TEST(Prestart, LeavesPlacesThatProgramsWriteToWhenTheFirstStartIsNotKnown) {
    using Kind = FileChange::Kind;
    const std::vector<FileChange> changes{{"/run/app.sock", Kind::Added},
                                          {"/run/secrets/key", Kind::Added},
                                          {"/var/log/app", Kind::Added},
                                          {"/app/app.pid", Kind::Added}};
    EXPECT_THAT(candidates(container(""), changes, false), ElementsAre("/run/secrets/key"));
    EXPECT_EQ(candidates(container(""), changes, true).size(), 4U);
}

}  // namespace
}  // namespace lockstep
