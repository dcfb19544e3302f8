// SPDX-License-Identifier: Apache-2.0
#include "app/doctor/examine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr WallTime kNoon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + std::chrono::hours{12}};

CheckLine clock_line(const std::vector<ForeignTime>& others, const std::optional<WallTime>& last_look = {}) {
    Findings findings;
    examine_clock(kNoon, others, last_look, findings);
    return findings.lines().back();
}

TEST(Doctor, holds_the_clock_against_those_of_others) {
    EXPECT_EQ(clock_line({{"r.example", kNoon + 90s}}).state, CheckState::Good);
    EXPECT_EQ(clock_line({}).state, CheckState::Unknown);
    const CheckLine behind = clock_line({{"r.example", kNoon + 3h}});
    EXPECT_EQ(behind.reason, "clock-wrong");
    EXPECT_THAT(behind.sentence, HasSubstr("3 h behind what r.example says"));
    EXPECT_THAT(clock_line({{"r.example", kNoon - 3h}}).sentence, HasSubstr("3 h ahead of what r.example says"));
}

TEST(Doctor, a_last_look_in_the_future_is_a_clock_that_went_back) {
    EXPECT_EQ(clock_line({}, kNoon - 24h).state, CheckState::Unknown);
    EXPECT_THAT(clock_line({}, kNoon + 24h).sentence, HasSubstr("behind the last look"));
}

TEST(Doctor, the_exit_code_names_what_to_put_right_first) {
    Findings findings;
    EXPECT_EQ(findings.exit_code(), ExitCode::UpToDate);
    findings.unknown("registry", "-", "not-asked", "");
    EXPECT_EQ(findings.exit_code(), ExitCode::UpToDate);
    findings.bad("server", "s", {.code = "server-unreachable", .message = "away"});
    EXPECT_EQ(findings.exit_code(), ExitCode::EvidenceMissing);
    findings.bad("state", "/s", {.code = "journal-corrupt", .message = "damaged"});
    EXPECT_EQ(findings.exit_code(), ExitCode::Stuck);
    findings.bad("engine", "/e", {.code = "engine-denied", .message = "no"});
    EXPECT_EQ(findings.exit_code(), ExitCode::EngineUnreachable);
    findings.bad("state", "/s", {.code = "journal-rights", .message = "open to all"});
    EXPECT_EQ(findings.exit_code(), ExitCode::Configuration);
}

}  // namespace
}  // namespace lockstep
