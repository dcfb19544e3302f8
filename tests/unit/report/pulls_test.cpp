// SPDX-License-Identifier: Apache-2.0
#include "report/pulls.hpp"

#include "lockstep/report/sink.hpp"

#include "report/pull_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace lockstep {
namespace {

using testing::HasSubstr;

PullTally tally_of(const std::vector<PullAdvanced>& events) {
    PullTally tally;
    for (const PullAdvanced& event : events) tally.take(event);
    return tally;
}

PullAdvanced layer(const std::string& name, const std::string& status, long long done = 0, long long total = 0) {
    return {"node", name, status, done, total};
}

TEST(PullTally, ASmallLayerThatIsThereFirstIsNotTheWholeImage) {
    std::vector<PullAdvanced> events{layer("4.2", "Pulling from node"), layer("aa", "Pulling fs layer"),
                                     layer("bb", "Pulling fs layer"),   layer("cc", "Already exists"),
                                     layer("aa", "Downloading", 5, 10), layer("aa", "Download complete")};
    EXPECT_EQ(tally_of(events).percent(), 50);
    EXPECT_EQ(size_text(tally_of(events)), "0.0 kB or more");
    events.push_back(layer("bb", "Downloading", 0, 990));
    EXPECT_EQ(tally_of(events).percent(), 50) << "never falls";
    events.push_back(layer("bb", "Downloading", 890, 990));
    EXPECT_EQ(tally_of(events).percent(), 90);
    EXPECT_EQ(size_text(tally_of(events)), "1.0 kB");
    events.push_back(layer("bb", "Extracting", 1, 990));
    EXPECT_EQ(tally_of(events).percent(), 100);
}

TEST(Pulls, TellEachQuarterOnce) {
    Pulls pulls;
    std::vector<int> told;
    for (int done = 0; done <= 100; ++done) {
        if (const auto quarter = reached_quarter(pulls.take(layer("aa", "Downloading", done, 100)))) {
            told.push_back(*quarter);
        }
    }
    EXPECT_THAT(told, testing::ElementsAre(25, 50, 75, 100));
}

/// What a terminal shows after these bytes; of the escapes only those that the bars need.
std::vector<std::string> screen_after(const std::string& bytes) {
    std::vector<std::string> rows{""};
    std::size_t row = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] == '\n') {
            if (++row == rows.size()) rows.emplace_back();
        } else if (bytes.compare(i, 3, "\x1b[K") == 0) {
            rows[row].clear();
            i += 2;
        } else if (bytes.compare(i, 3, "\x1b[J") == 0) {
            rows.resize(row + 1);
            rows[row].clear();
            i += 2;
        } else if (bytes.compare(i, 2, "\x1b[") == 0) {
            row -= static_cast<std::size_t>(bytes[i + 2] - '0');
            i += 3;
        } else if (bytes[i] != '\r') {
            rows[row] += bytes[i];
        }
    }
    return rows;
}

std::vector<std::string> shown(const std::vector<Event>& events) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&text, &size);
    const auto sink = make_console_sink(out, {.width = 80});
    for (const auto& event : events) sink->take(event);
    std::fclose(out);
    const std::string bytes(text, size);
    std::free(text);
    return screen_after(bytes);
}

TEST(ConsoleSink, pulls_side_by_side_have_a_bar_each_below_what_else_is_told) {
    std::vector<Event> events{PullAdvanced{"a", "l1", "Downloading", 1, 4},
                              PullAdvanced{"b", "l1", "Downloading", 2, 4}, SwapStep{"c", "stop-old", "stop c"},
                              PullAdvanced{"a", "l1", "Downloading", 2, 4}};
    const std::string half = "████████████░░░░░░░░░░░░  50% of 0.0 kB";
    EXPECT_THAT(shown(events), testing::ElementsAre("→ c: stop c", "→ a: " + half, "→ b: " + half));
    events.emplace_back(SwapStep{"b", "create-new", "create b"});
    EXPECT_THAT(shown(events), testing::ElementsAre("→ c: stop c", "→ b: " + half, "→ b: create b", "→ a: " + half));
    events.emplace_back(SwapFinished{"a", "1", "2", "aborted", "pull-failed", {}});
    EXPECT_THAT(shown(events), testing::ElementsAre("→ c: stop c", "→ b: " + half, "→ b: create b", "→ a: " + half,
                                                    "✗ a: aborted: stays on 1 (pull-failed)", ""));
}

TEST(LogSink, tells_the_quarters_of_each_pull) {
    unsetenv("JOURNAL_STREAM");
    const auto sink = make_log_sink(LogLevel::Info);
    testing::internal::CaptureStderr();
    for (int round = 0; round < 2; ++round) {
        for (const long long done : {1, 40, 51, 52, 99, 100}) {
            sink->take(PullAdvanced{"node", "aa", "Downloading", done, 100});
        }
        sink->take(SwapStep{"node", "create-new", "create"});
    }
    const std::string written = testing::internal::GetCapturedStderr();
    EXPECT_THAT(written, HasSubstr("pull container=node percent=25 bytes=100\n"));
    EXPECT_THAT(written, HasSubstr("pull container=node percent=100 bytes=100\n"));
    EXPECT_EQ(std::ranges::count(written, '\n'), 2 * (4 + 1));
}

}  // namespace
}  // namespace lockstep
