// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include "app/command_table.hpp"
#include "app/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iomanip>
#include <set>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ExitCode nothing(Session&) {
    return ExitCode::UpToDate;
}

const std::vector<CommandSpec>& small_table() {
    static const std::vector<CommandSpec> kTable{
        {.path = "look",
         .chapter = Chapter::Ask,
         .summary = "Look at it",
         .parameters =
             {{.name = "THING", .about = "What to look at", .required = true},
              {.name = "MORE", .about = "Further things", .repeated = true},
              {.name = "--how", .about = "Manner", .placeholder = "WORD", .words = {"near", "far"}, .fallback = "near"},
              {.name = "--skip", .about = "Left out", .placeholder = "THING", .repeated = true},
              {.name = "--twice", .about = "Again"},
              {.name = "--wait", .about = "Stay", .placeholder = "TIME", .value_optional = true}},
         .examples = {{"look door", "the door"}},
         .run = nothing},
        {.path = "version", .chapter = Chapter::Ask, .summary = "Ours", .run = nothing},
        {.path = "version compare",
         .chapter = Chapter::Ask,
         .summary = "Two of them",
         .parameters = {{.name = "A", .about = "Left", .required = true},
                        {.name = "B", .about = "Right", .required = true}},
         .exits = {{ExitCode::DoesNotHold, "it does not hold"}},
         .run = nothing},
        {.path = "config", .chapter = Chapter::SetUp, .summary = "Settings"},
        {.path = "config show", .chapter = Chapter::SetUp, .summary = "Show them", .run = nothing},
    };
    return kTable;
}

std::variant<Invocation, UsageEnd> parse(std::vector<const char*> words) {
    words.insert(words.begin(), "lockstep");
    return parse_command_line(small_table(), static_cast<int>(words.size()), words.data());
}

Invocation understood(std::vector<const char*> words) {
    auto parsed = parse(std::move(words));
    if (const auto* end = std::get_if<UsageEnd>(&parsed)) {
        ADD_FAILURE() << end->text;
        return {.command = &small_table().front(), .arguments = {}};
    }
    return std::get<Invocation>(std::move(parsed));
}

UsageEnd ended(std::vector<const char*> words) {
    const auto parsed = parse(std::move(words));
    if (const auto* end = std::get_if<UsageEnd>(&parsed)) return *end;
    ADD_FAILURE() << "understood as " << std::get<Invocation>(parsed).command->path;
    return {};
}

TEST(CommandLine, gives_what_was_said_and_the_fallback_of_the_rest) {
    const auto invocation = understood({"look", "door"});
    EXPECT_EQ(invocation.command->path, "look");
    EXPECT_EQ(invocation.arguments.text("THING"), "door");
    EXPECT_EQ(invocation.arguments.text("--how"), "near");
    EXPECT_FALSE(invocation.arguments.given("--how"));
    EXPECT_FALSE(invocation.arguments.given("--twice"));
    EXPECT_THAT(invocation.arguments.list("--skip"), IsEmpty());
    EXPECT_FALSE(invocation.json);
}

TEST(CommandLine, takes_options_before_between_and_behind) {
    const auto invocation = understood({"--json", "look", "--skip", "a", "door", "wall", "--skip=b", "roof", "--twice",
                                        "--how", "far", "--config", "/x.yaml", "--log-level", "warning"});
    EXPECT_THAT(invocation.arguments.list("--skip"), ElementsAre("a", "b"));
    EXPECT_THAT(invocation.arguments.list("MORE"), ElementsAre("wall", "roof"));
    EXPECT_EQ(invocation.arguments.text("THING"), "door");
    EXPECT_EQ(invocation.arguments.text("--how"), "far");
    EXPECT_TRUE(invocation.arguments.given("--twice"));
    EXPECT_TRUE(invocation.json);
    EXPECT_EQ(invocation.overrides.file, "/x.yaml");
    EXPECT_EQ(invocation.log_level, LogLevel::Warning);
}

TEST(CommandLine, a_thing_may_be_named_like_a_command_or_start_with_a_dash) {
    EXPECT_EQ(understood({"look", "version"}).arguments.text("THING"), "version");
    EXPECT_EQ(understood({"look", "--", "--json"}).arguments.text("THING"), "--json");
    EXPECT_EQ(understood({"version", "compare", "compare", "look"}).arguments.text("A"), "compare");
}

TEST(CommandLine, an_empty_word_is_a_value) {
    const auto invocation = understood({"version", "compare", "", "1.0"});
    EXPECT_TRUE(invocation.arguments.given("A"));
    EXPECT_EQ(invocation.arguments.text("A"), "");
    EXPECT_EQ(invocation.arguments.text("B"), "1.0");
    EXPECT_EQ(understood({"look", "door", "--skip", "", "--twice"}).arguments.list("--skip"),
              std::vector{std::string()});
}

TEST(CommandLine, an_option_may_leave_its_value_out) {
    EXPECT_FALSE(understood({"look", "door"}).arguments.given("--wait"));
    const auto alone = understood({"look", "door", "--wait"});
    EXPECT_TRUE(alone.arguments.given("--wait"));
    EXPECT_EQ(alone.arguments.text("--wait"), "");
    EXPECT_EQ(understood({"look", "door", "--wait", "--twice"}).arguments.text("--wait"), "");
    EXPECT_EQ(understood({"look", "door", "--wait", "10s"}).arguments.text("--wait"), "10s");
    EXPECT_EQ(understood({"look", "door", "--wait=10s"}).arguments.text("--wait"), "10s");
}

TEST(CommandLine, finds_nested_commands_and_the_one_in_front_of_them) {
    EXPECT_EQ(understood({"version"}).command->path, "version");
    EXPECT_EQ(understood({"--version"}).command->path, "version");
    EXPECT_EQ(understood({"version", "compare", "1", "2"}).command->path, "version compare");
    EXPECT_EQ(understood({"config", "show"}).command->path, "config show");
}

struct Mistake {
    std::vector<const char*> words;
    const char* says;
};

class CommandLineMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(CommandLineMistakes, end_with_what_would_be_right) {
    const auto end = ended(GetParam().words);
    EXPECT_EQ(end.exit_code, 31);
    EXPECT_THAT(end.text, HasSubstr(GetParam().says));
    EXPECT_THAT(end.text, HasSubstr("--help"));
    EXPECT_EQ(std::ranges::count(end.text, '\n'), 1) << end.text;
}

INSTANTIATE_TEST_SUITE_P(
    Words, CommandLineMistakes,
    testing::Values(Mistake{{}, "a command is needed: look, version, config"},
                    Mistake{{"config"}, "a command is needed: show"},
                    Mistake{{"lok", "door"}, "there is no command 'lok'; did you mean 'look'?"},
                    Mistake{{"version", "comparre", "1", "2"}, "did you mean 'compare'?"},
                    Mistake{{"config", "shwo"}, "there is no command 'shwo'; did you mean 'show'?"},
                    Mistake{{"something"}, "known here: look, version, config"}, Mistake{{"look"}, "THING is required"},
                    Mistake{{"look", "door", "--hwo", "far"}, "there is no option --hwo; did you mean '--how'?"},
                    Mistake{{"look", "door", "--jsno"}, "did you mean '--json'?"},
                    Mistake{{"look", "door", "--how", "fra"}, "--how cannot be 'fra'; did you mean 'far'?"},
                    Mistake{{"look", "door", "--how"}, "--how needs a value"},
                    Mistake{{"look", "door", "--how", "far", "--how", "near"}, "--how"},
                    Mistake{{"config", "show", "me"}, "'me' is one word too many"},
                    Mistake{{"look", "door", "--log-level", "loud"}, "debug, info, warning, error"},
                    Mistake{{"\x1b[31m"}, "there is no command '\\x1b[31m'"}));

TEST(CommandLine, help_is_about_the_command_it_stands_behind) {
    const auto whole = ended({"--help"});
    EXPECT_EQ(whole.exit_code, 0);
    for (const char* part : {"look THING [MORE...]", "Look at it", "version compare A B", "Set up:", "config show",
                             "lockstep look door", "Exit codes:", "--json"}) {
        EXPECT_THAT(whole.text, HasSubstr(part));
    }
    const auto one = ended({"look", "--help"});
    EXPECT_EQ(one.exit_code, 0);
    for (const char* part : {"Usage: lockstep look [OPTIONS] THING [MORE...]", "--how WORD", "near, far (default near)",
                             "may be given several times", "--config FILE", "lockstep look door"}) {
        EXPECT_THAT(one.text, HasSubstr(part));
    }
    EXPECT_THAT(ended({"version", "--help"}).text, HasSubstr("compare A B"));
    EXPECT_THAT(ended({"version", "compare", "-h"}).text, HasSubstr("it does not hold"));
}

TEST(CommandTable, every_command_can_be_described_and_called) {
    std::set<std::string> paths;
    std::set<std::string> globals;
    for (const auto& parameter : global_parameters()) globals.insert(parameter.name);
    for (const auto& command : command_table()) {
        EXPECT_TRUE(paths.insert(command.path).second) << command.path;
        const auto blank = command.path.rfind(' ');
        if (blank != std::string::npos) {
            EXPECT_TRUE(paths.contains(command.path.substr(0, blank))) << command.path << " stands before its group";
        }
        EXPECT_FALSE(command.summary.empty() || command.summary.ends_with(".")) << command.path;
        std::set<std::string> names;
        for (const auto& parameter : command.parameters) {
            EXPECT_TRUE(names.insert(parameter.name).second) << command.path << " " << parameter.name;
            EXPECT_FALSE(globals.contains(parameter.name)) << command.path << " " << parameter.name;
            EXPECT_FALSE(parameter.about.empty() || parameter.about.ends_with("."))
                << command.path << " " << parameter.name;
            if (!parameter.words.empty() && !parameter.fallback.empty()) {
                EXPECT_THAT(parameter.words, testing::Contains(parameter.fallback)) << command.path;
            }
        }
    }
}

/// The program's own table is held to its help: every example must be understood.
TEST(CommandTable, every_example_is_understood) {
    for (const auto& command : command_table()) {
        for (const auto& example : command.examples) {
            std::istringstream stream(example.line);
            std::vector<std::string> words{"lockstep"};
            for (std::string word; stream >> std::quoted(word, '\'') && word != "<";) words.push_back(word);
            std::vector<const char*> pointers;
            for (const auto& word : words) pointers.push_back(word.c_str());
            const auto parsed = parse_command_line(command_table(), static_cast<int>(pointers.size()), pointers.data());
            ASSERT_TRUE(std::holds_alternative<Invocation>(parsed)) << example.line;
            EXPECT_EQ(std::get<Invocation>(parsed).command->path, command.path) << example.line;
        }
    }
}

}  // namespace
}  // namespace lockstep
