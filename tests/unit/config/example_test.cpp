// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace lockstep {
namespace {

std::string example() {
    std::ifstream file(LOCKSTEP_SOURCE_DIR "/deploy/config.example.yaml");
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ExampleConfiguration, LoadsAsItStands) {
    const std::string text = example();
    const auto settings = parse_settings(text, "config.example.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_GE(settings->targets.size(), 3U);
}

TEST(ExampleConfiguration, ShowsEveryKey) {
    const std::string text = example();
    for (const KnownKey& key : known_keys()) {
        const std::string last = key.key.substr(key.key.rfind('.') + 1);
        const bool shown =
            text.find(" " + last + ":") != std::string::npos || text.find("\n" + last + ":") != std::string::npos;
        EXPECT_TRUE(shown) << key.key;
    }
}

}  // namespace
}  // namespace lockstep
