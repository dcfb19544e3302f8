// SPDX-License-Identifier: Apache-2.0
#include "app/starting_file.hpp"

#include "lockstep/config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

namespace lockstep {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<FoundContainer> kHost{
    {.name = "broker", .image = "rabbitmq:3.11.2"},
    {.name = "ireec", .image = "x.example/iree-compiler:3.1.0", .target = "iree-compiler", .preset = "iree"},
    {.name = "vantage6-demo-user",
     .image = "harbor2.vantage6.ai/infrastructure/node:4.1.0",
     .target = "vantage6-node",
     .preset = "vantage6",
     .by_default = true,
     .server = "https://v6.example/api/version (says /mnt/config/demo.yaml)"}};

TEST(StartingFile, is_valid_as_it_stands_and_means_what_no_file_means) {
    for (const auto& found : {kHost, std::vector<FoundContainer>{}}) {
        const auto settings = parse_settings(starting_file(found), "draft.yaml");
        ASSERT_TRUE(settings) << settings.error().text();
        EXPECT_EQ(settings->presets, Settings{}.presets);
        EXPECT_EQ(settings->interval, Settings{}.interval);
    }
}

TEST(StartingFile, says_what_was_found_and_suggests_the_rest) {
    const std::string text = starting_file(kHost);
    EXPECT_THAT(text,
                HasSubstr("vantage6-demo-user  harbor2.vantage6.ai/infrastructure/node:4.1.0  (rule vantage6-node)"));
    EXPECT_THAT(text, HasSubstr("its server: https://v6.example/api/version (says /mnt/config/demo.yaml)"));
    EXPECT_THAT(text, HasSubstr("# presets: [vantage6, iree, labelled]"));
    EXPECT_THAT(text, HasSubstr("#   - name: broker\n"));
    EXPECT_THAT(text, Not(HasSubstr("- name: ireec")));
}

TEST(StartingFile, its_suggestions_are_valid_when_they_are_taken) {
    const std::string text = starting_file(kHost);
    const auto drafts = text.substr(text.find("# targets:"));
    const auto settings = parse_settings(std::regex_replace(drafts, std::regex("(^|\n)# ?"), "$1"), "draft.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(settings->targets.front().name, "broker");
    EXPECT_EQ(settings->targets.front().policy.kind, PolicyKind::SameMinor);
}

}  // namespace
}  // namespace lockstep
