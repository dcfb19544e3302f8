// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace lockstep {
namespace {

TEST(ExampleConfiguration, LoadsAsItStands) {
    std::ifstream file(LOCKSTEP_SOURCE_DIR "/deploy/config.example.yaml");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto settings = parse_settings(text, "config.example.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_GE(settings->targets.size(), 3U);
}

}  // namespace
}  // namespace lockstep
