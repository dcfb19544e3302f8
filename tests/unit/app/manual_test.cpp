// SPDX-License-Identifier: Apache-2.0
#include "app/manual.hpp"

#include "app/command_table.hpp"
#include "app/completion.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace lockstep {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What a command says about `text` in a file; its standard output and error together.
std::string said(const std::string& command, const std::string& text, int& status) {
    const TemporaryDirectory directory;
    std::ofstream(directory / "in") << text;
    status = std::system((command + " " + (directory / "in") + " > " + (directory / "out") + " 2>&1").c_str());
    std::ifstream out(directory / "out");
    return {std::istreambuf_iterator<char>(out), {}};
}

TEST(Manual, EveryPageIsRoffWithoutComplaints) {
    std::vector<std::string> pages{manual_page(command_table())};
    for (const CommandSpec& command : command_table()) pages.push_back(manual_page(command_table(), command));
    for (const std::string& page : pages) {
        int status = 1;
        const std::string complaints = said("groff -man -Tutf8 -ww -z", page, status);
        EXPECT_EQ(status, 0);
        EXPECT_EQ(complaints, "") << page;
    }
}

/// Without the overstrikes that make letters bold.
std::string without_bold(const std::string& printed) {
    std::string text;
    for (const char c : printed) {
        if (c != '\b') {
            text += c;
        } else if (!text.empty()) {
            text.pop_back();
        }
    }
    return text;
}

TEST(Manual, NamesEveryCommandOptionAndExample) {
    const std::string overview = manual_page(command_table());
    for (const CommandSpec& command : command_table()) {
        int status = 1;
        const std::string page =
            without_bold(said("groff -man -Tascii -P-c", manual_page(command_table(), command), status));
        const bool named = command.run == nullptr || overview.find(command.summary.substr(0, 8)) != std::string::npos;
        EXPECT_TRUE(named) << command.path;
        for (const Parameter& parameter : command.parameters) EXPECT_THAT(page, HasSubstr(parameter.name));
        for (const Parameter& parameter : global_parameters()) EXPECT_THAT(page, HasSubstr(parameter.name));
    }
    EXPECT_THAT(overview, Not(HasSubstr("\n'")));
}

/// What bash offers when the cursor stands behind these words.
std::string offered(const std::string& words) {
    int status = 1;
    const std::string script = completion_script(command_table(), "bash") + "COMP_WORDS=(" + words +
                               ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_lockstep\necho \"${COMPREPLY[@]}\"\n";
    return said("bash -u", script, status);
}

TEST(Completion, OffersCommandsOptionsAndWords) {
    EXPECT_THAT(offered("lockstep ''"), HasSubstr("once"));
    EXPECT_EQ(offered("lockstep hist"), "history\n");
    EXPECT_EQ(offered("lockstep once --wait"), "--wait-for-engine\n");
    EXPECT_EQ(offered("lockstep --log-level w"), "\n") << "a global option in front of the command is not a word yet";
    EXPECT_EQ(offered("lockstep run --log-level w"), "warning\n");
    EXPECT_EQ(offered("lockstep version com"), "compare\n");
    EXPECT_EQ(offered("lockstep completion f"), "fish\n");
}

TEST(Completion, ScriptsAreWellFormed) {
    int status = 1;
    EXPECT_EQ(said("bash -n", completion_script(command_table(), "bash"), status), "");
    EXPECT_EQ(status, 0);
    const std::string fish = completion_script(command_table(), "fish");
    for (const CommandSpec& command : command_table()) {
        EXPECT_THAT(fish, HasSubstr(command.path.substr(command.path.rfind(' ') + 1)));
    }
    EXPECT_THAT(completion_script(command_table(), "zsh"), testing::StartsWith("#compdef lockstep\n"));
}

}  // namespace
}  // namespace lockstep
