// SPDX-License-Identifier: Apache-2.0
//
// tests/misbehaviour.md is complete and true: every behaviour has a line, every test in it is there.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;
using Words = std::set<std::string>;

const fs::path kTests = fs::path(LOCKSTEP_SOURCE_DIR) / "tests";

std::string content(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Words all(const std::string& text, const std::string& pattern) {
    const std::regex expression(pattern);
    Words found;
    for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.insert((*it)[1]);
    return found;
}

/// What stands between `after` (behind `begin` at the start of a line) and `end`; each time.
void add_names(const std::string& text, const std::string& begin, char after, char end, Words& names) {
    for (std::size_t at = text.find("\n" + begin); at != std::string::npos; at = text.find("\n" + begin, at + 1)) {
        const std::size_t first = text.find_first_not_of(" \n", text.find(after, at + 1) + 1);
        names.insert(text.substr(first, text.find(end, first) - first));
    }
}

/// Names of all tests in C++ and Python.
Words names_of_tests() {
    Words names;
    for (const auto* folder : {"unit", "integration", "e2e"}) {
        for (const auto& entry : fs::recursive_directory_iterator(kTests / folder)) {
            const std::string kind = entry.path().extension();
            if (kind == ".cpp") add_names(content(entry.path()), "TEST", ',', ')', names);
            if (kind == ".py") add_names(content(entry.path()), "def test_", ' ', '(', names);
        }
    }
    return names;
}

TEST(MisbehaviourTable, has_a_line_for_every_behaviour) {
    Words wanted;
    for (int number = 1; number <= 88; ++number) {
        const char area = number <= 26 ? 'A' : number <= 45 ? 'T' : number <= 70 ? 'M' : 'N';
        wanted.insert(area + std::to_string(number));
    }
    EXPECT_EQ(all(content(kTests / "misbehaviour.md"), R"(\| ([ATMN]\d+) \|)"), wanted);
}

TEST(MisbehaviourTable, names_tests_that_are_there) {
    const Words there = names_of_tests();
    const Words named = all(content(kTests / "misbehaviour.md"), "`((?:[ATMN]\\d+_|test_)\\w+)`");
    EXPECT_GT(named.size(), 70U);
    for (const auto& name : named) EXPECT_TRUE(there.contains(name)) << name;
}

TEST(MisbehaviourTable, leaves_out_no_test_that_bears_the_name_of_a_behaviour) {
    const std::string table = content(kTests / "misbehaviour.md");
    for (const auto& name : names_of_tests()) {
        const bool numbered = name.find_first_of("ATMN") == 0 && name.find_first_of("0123456789") == 1;
        EXPECT_TRUE(!numbered || table.find("`" + name + "`") != std::string::npos) << name;
    }
}

}  // namespace
