// SPDX-License-Identifier: Apache-2.0
#include "lockstep/report/metrics.hpp"
#include "lockstep/report/sink.hpp"

#include "report/log_line.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

const Error kUnreachable{.kind = ErrorKind::Transient,
                         .code = "server-unreachable",
                         .message = "https://s/version: no answer",
                         .remedy = "check the network",
                         .origin = {}};

std::vector<Event> one_night() {
    return {CycleStarted{2},
            VerdictReached{"node", "r/node:4.7.1", "update", "4.8.0", "newer-version", "4.8.0 is newer"},
            VerdictReached{"web", "r/web:1", "refuse", "", "server-major-mismatch", "the server runs \"5\""},
            EvidenceMissing{"https://s/version", kUnreachable},
            SwapStep{"node", "pull", "pulling r/node:4.8.0"},
            PullAdvanced{"node", "aa", "Downloading", 500'000, 1'000'000},
            PullAdvanced{"node", "bb", "Downloading", 0, 1'000'000},
            PullAdvanced{"node", "aa", "Pull complete", 0, 0},
            PullAdvanced{"node", "bb", "Download complete", 0, 0},
            SwapFinished{"node", "4.7.1", "4.8.0", "updated", "", milliseconds(1234)},
            SwapFinished{"db", "1.0", "1.1", "rolled-back", "unhealthy", {}},
            Recovered{"db", "finished an interrupted swap"},
            Notice{Notice::Level::Debug, "not for people"},
            Notice{Notice::Level::Warning, "line\nbreak"},
            CycleFinished{0, 1, 1, 1, milliseconds(5600)}};
}

std::string console(const std::vector<Event>& events, const Screen& screen) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&text, &size);
    const auto sink = make_console_sink(out, screen);
    for (const auto& event : events) sink->take(event);
    std::fclose(out);
    std::string result(text, size);
    std::free(text);
    return result;
}

TEST(ConsoleSink, prints_plain_lines_where_nothing_can_be_redrawn) {
    EXPECT_EQ(console(one_night(), {}), R"(→ looking at 2 containers
→ node: 4.8.0 is newer
✗ web: the server runs "5"
✗ https://s/version: https://s/version: no answer - check the network
→ node: pulling r/node:4.8.0
→ node: pulled 50% of 1.0 MB
→ node: pulled 100% of 2.0 MB
✓ node: updated from 4.7.1 to 4.8.0, away for 1.2 s
✗ db: back on 1.0 (unhealthy)
✓ db: recovered: finished an interrupted swap
! line\x0abreak
✗ 0 kept, 1 updated, 1 refused, 1 rolled back in 5.6 s
)");
}

TEST(ConsoleSink, redraws_one_bar_per_pull_on_a_terminal) {
    const std::vector<Event> events{
        PullAdvanced{"node", "aa", "Downloading", 500, 1'000}, PullAdvanced{"node", "aa", "Downloading", 501, 1'000},
        PullAdvanced{"node", "aa", "Extracting", 1, 4'000}, SwapStep{"node", "stop", "stopping"}};
    EXPECT_EQ(console(events, {.width = 80}),
              "\r\x1b[K→ node: ████████████░░░░░░░░░░░░  50% of 1.0 kB"
              "\r\x1b[K→ node: ████████████████████████ 100% of 1.0 kB\n"
              "→ node: stopping\n");
}

TEST(ConsoleSink, shows_a_bar_for_each_layer_on_its_way_and_folds_them_at_the_end) {
    const std::vector<Event> events{
        PullAdvanced{"node", "aa", "Downloading", 500, 1'000}, PullAdvanced{"node", "bb", "Downloading", 0, 1'000},
        PullAdvanced{"node", "aa", "Download complete", 0, 0}, SwapStep{"node", "stop", "stopping"}};
    const std::string none = "░░░░░░░░░░░░░░░░░░░░░░░░";
    const std::string half = "████████████░░░░░░░░░░░░";
    EXPECT_EQ(console(events, {.width = 80}), "\r\x1b[K→ node: " + half +
                                                  "  50% of 1.0 kB"
                                                  "\r\x1b[K→ node: " +
                                                  half +
                                                  "  50% of 2.0 kB\n"
                                                  "  aa           " +
                                                  half +
                                                  "  50% of 1.0 kB\n"
                                                  "  bb           " +
                                                  none +
                                                  "   0% of 1.0 kB"
                                                  "\x1b[2A\r\x1b[J→ node: " +
                                                  half +
                                                  "  50% of 2.0 kB\n"
                                                  "  bb           " +
                                                  none +
                                                  "   0% of 1.0 kB"
                                                  "\x1b[1A\r\x1b[J→ node: " +
                                                  half +
                                                  "  50% of 2.0 kB\n"
                                                  "→ node: stopping\n");
}

TEST(ConsoleSink, a_bar_never_fills_the_line) {
    const std::vector<Event> events{PullAdvanced{"node", "aa", "Downloading", 500, 1'000}};
    EXPECT_EQ(console(events, {.width = 12}), "\r\x1b[K→ node: ███");
}

TEST(ConsoleSink, colours_the_mark_only) {
    EXPECT_EQ(console({CycleFinished{1, 0, 0, 0, milliseconds(100)}}, {.width = 80, .colour = true}),
              "\x1b[32m✓\x1b[0m 1 kept, 0 updated, 0 refused, 0 rolled back in 0.1 s\n");
}

TEST(LogLine, has_one_line_per_event_with_words_and_weight) {
    std::vector<std::string> lines;
    for (const auto& event : one_night()) {
        if (const auto line = log_line(event))
            lines.push_back(std::to_string(static_cast<int>(line->level)) + " " + line->text);
    }
    EXPECT_THAT(lines,
                testing::ElementsAre("0 cycle-started containers=2",
                                     "1 verdict container=node image=r/node:4.7.1 action=update tag=4.8.0 "
                                     "reason=newer-version text=\"4.8.0 is newer\"",
                                     "2 verdict container=web image=r/web:1 action=refuse reason=server-major-mismatch "
                                     "text=\"the server runs \\\"5\\\"\"",
                                     "2 evidence-missing what=https://s/version kind=transient code=server-unreachable "
                                     "text=\"https://s/version: no answer - check the network\"",
                                     "1 swap-step container=node step=pull text=\"pulling r/node:4.8.0\"",
                                     "1 swap-finished container=node result=updated from=4.7.1 to=4.8.0 gap_ms=1234",
                                     "2 swap-finished container=db result=rolled-back from=1.0 to=1.1 reason=unhealthy",
                                     "2 recovered container=db text=\"finished an interrupted swap\"",
                                     "0 not for people", "2 line\\x0abreak",
                                     "1 cycle-finished kept=0 updated=1 refused=1 rolled_back=1 took_ms=5600"));
}

TEST(LogSink, writes_priorities_under_journald_and_leaves_out_what_weighs_less) {
    setenv("JOURNAL_STREAM", "8:1", 1);
    const auto sink = make_log_sink(LogLevel::Warning);
    unsetenv("JOURNAL_STREAM");
    testing::internal::CaptureStderr();
    for (const auto& event : one_night()) sink->take(event);
    sink->take(SwapFinished{"db", "1.0", "1.1", "stuck", "", {}});
    const std::string written = testing::internal::GetCapturedStderr();
    EXPECT_THAT(written, testing::StartsWith("<4>verdict container=web "));
    EXPECT_THAT(written, testing::EndsWith("\n<3>swap-finished container=db result=stuck from=1.0 to=1.1\n"));
    EXPECT_EQ(written.find("cycle-finished"), std::string::npos);
}

TEST(LogSink, writes_the_time_in_utc_elsewhere) {
    unsetenv("JOURNAL_STREAM");
    const auto sink = make_log_sink(LogLevel::Debug);
    testing::internal::CaptureStderr();
    sink->take(CycleStarted{2});
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::MatchesRegex("....-..-..T..:..:..Z debug   cycle-started containers=2\n"));
}

TEST(FanOut, passes_every_event_to_every_sink) {
    ManualClock clock;
    Metrics first;
    Metrics second;
    const auto one = make_metrics_sink(first, clock);
    const auto two = make_metrics_sink(second, clock);
    const auto all = make_fan_out({one.get(), two.get()});
    for (const auto& event : one_night()) all->take(event);
    EXPECT_EQ(first.snapshot().updates, 1U);
    EXPECT_EQ(second.snapshot().updates, 1U);
}

TEST(MetricsSink, counts_what_happened) {
    ManualClock clock;
    Metrics metrics;
    const auto sink = make_metrics_sink(metrics, clock);
    EXPECT_FALSE(metrics.snapshot().last_cycle);
    for (const auto& event : one_night()) sink->take(event);
    const MetricsSnapshot s = metrics.snapshot();
    EXPECT_EQ(s.cycles, 1U);
    EXPECT_EQ(s.updates, 1U);
    EXPECT_EQ(s.rollbacks, 1U);
    EXPECT_EQ(s.refusals, 1U);
    EXPECT_EQ(s.evidence_failures, 1U);
    EXPECT_EQ(s.last_cycle, clock.now());
    EXPECT_FALSE(s.last_success) << "a cycle with trouble is no success";
    sink->take(CycleStarted{});
    sink->take(CycleFinished{});
    EXPECT_EQ(metrics.snapshot().last_success, clock.now());
}

TEST(PrometheusText, has_help_type_and_value_of_each) {
    MetricsSnapshot s;
    s.cycles = 7;
    s.last_cycle = WallTime(milliseconds(1'700'000'000'999));
    const std::string text = prometheus_text(s);
    EXPECT_THAT(text, testing::StartsWith("# HELP lockstep_cycles_total Finished cycles.\n"
                                          "# TYPE lockstep_cycles_total counter\n"
                                          "lockstep_cycles_total 7\n"));
    EXPECT_THAT(text, testing::EndsWith("# TYPE lockstep_last_cycle_timestamp_seconds gauge\n"
                                        "lockstep_last_cycle_timestamp_seconds 1700000000\n"));
    EXPECT_EQ(text.find("last_success"), std::string::npos) << "not known yet";
}

TEST(PrometheusText, tells_verdicts_ages_and_gaps_of_containers) {
    ManualClock clock;
    Metrics metrics;
    const auto sink = make_metrics_sink(metrics, clock);
    const auto look = [&](bool answered) {
        sink->take(CycleStarted{2});
        if (!answered) sink->take(EvidenceMissing{"no\"de", {.code = "registry-unreachable", .message = "away"}});
        sink->take(VerdictReached{"no\"de", "r.example/node:1", "keep", "", "up-to-date", ""});
    };
    look(true);
    const auto answered = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    clock.advance(milliseconds(3'600'000));
    look(false);
    sink->take(SwapFinished{"db", "1.0", "1.1", "updated", "", milliseconds(700)});
    const std::string text = prometheus_text(metrics.snapshot());
    EXPECT_THAT(
        text, testing::HasSubstr("lockstep_containers{action=\"keep\"} 1\nlockstep_containers{action=\"refuse\"} 0\n"));
    EXPECT_THAT(text, testing::HasSubstr(
                          R"(lockstep_container_verdict{container="no\"de",action="keep",reason="up-to-date"} 1)"));
    EXPECT_THAT(text, testing::HasSubstr("_evidence_timestamp_seconds{container=\"no\\\"de\"} " +
                                         std::to_string(answered) + "\n"));
    EXPECT_THAT(text, testing::HasSubstr("bucket{le=\"0.5\"} 0\nlockstep_swap_gap_seconds_bucket{le=\"1\"} 1\n"));
    EXPECT_THAT(text, testing::HasSubstr("bucket{le=\"+Inf\"} 1\nlockstep_swap_gap_seconds_sum 0.7\n"));
}

}  // namespace
}  // namespace lockstep
