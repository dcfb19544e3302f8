// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

TEST(Timing, TargetsHaveTheirOwnOverThatAtTheTop) {
    const auto settings = parse_settings(R"(
windows: ["Sat 02:00-05:00 Europe/Amsterdam", "Mon-Fri 22:00-04:00"]
wariness: 0.25
soak: 2d
targets:
  - {name: a, match: {name: a}}
  - {name: b, match: {name: b}, windows: [], wariness: 1, ramp: 48h, soak: 0s}
)",
                                         "c.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    const Timing& a = settings->targets.at(0).timing;
    EXPECT_EQ(a.windows.size(), 2U);
    EXPECT_EQ(a.wariness, 0.25);
    EXPECT_EQ(a.soak, 48h);
    EXPECT_EQ(settings->targets[1].timing, (Timing{.windows = {}, .wariness = 1, .ramp = 48h, .soak = 0s}));
    EXPECT_EQ(settings->targets.back().timing, a) << "a preset's target";
}

TEST(Timing, SaysWhereWhatIsWrongAndWhatWouldBeRight) {
    struct Bad {
        const char* yaml;
        const char* part;
    };
    for (const auto& [yaml, part] :
         {Bad{"interval: 15m\nwindows: [\"Sat 02:00-05:00 Europe/Amsterdan\"]\n", "c.yaml:2: key 'windows'"},
          Bad{"windows: [\"Sat 02:00-05:00 Europe/Amsterdan\"]\n", "no time zone that this machine knows"},
          Bad{"windows: [\"Saturday\"]\n", "Sat 02:00-05:00 Europe/Amsterdam"},
          Bad{"wariness: 1.5\n", "a number from 0 to 1"}, Bad{"wariness: nan\n", "a number from 0 to 1"},
          Bad{"wariness: 50%\n", "a number from 0 to 1"}, Bad{"soak: tomorrow\n", "not a duration"},
          Bad{"ramp: 1s\n", "out of range"}}) {
        const auto settings = parse_settings(yaml, "c.yaml");
        ASSERT_FALSE(settings) << yaml;
        EXPECT_THAT(settings.error().text(), HasSubstr(part));
    }
}

}  // namespace
}  // namespace lockstep
