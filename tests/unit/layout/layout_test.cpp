// SPDX-License-Identifier: Apache-2.0
//
// Holds the tree to its own rules: who may include whom, where third-party headers live, how large a file gets.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Words = std::set<std::string>;

const fs::path kRoot = LOCKSTEP_SOURCE_DIR;

std::string content(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// room → rooms that its row in src/CMakeLists.txt lists behind KNOWS.
std::map<std::string, Words> table_of_rooms() {
    const std::regex comment("#[^\n]*");
    const std::string text = std::regex_replace(content(kRoot / "src/CMakeLists.txt"), comment, "");
    const std::regex row(R"(lockstep_room\(\s*([a-z]+)([^)]*)\))");
    std::map<std::string, Words> rooms;
    for (std::sregex_iterator it(text.begin(), text.end(), row), end; it != end; ++it) {
        Words& known = rooms[(*it)[1]];
        std::istringstream words((*it)[2]);
        bool listing = false;
        for (std::string word; words >> word;) {
            const bool keyword = word == "KNOWS" || word == "USES" || word == "SHOWS";
            if (keyword) listing = word == "KNOWS";
            if (listing && !keyword) known.insert(word);
        }
    }
    return rooms;
}

/// The room itself, those it knows, and those that come with their public headers.
Words reachable(const std::map<std::string, Words>& rooms, const std::string& room) {
    Words all{room};
    std::vector<std::string> open{room};
    while (!open.empty()) {
        const auto row = rooms.find(open.back());
        open.pop_back();
        if (row == rooms.end()) continue;
        for (const auto& next : row->second) {
            if (all.insert(next).second) open.push_back(next);
        }
    }
    return all;
}

struct SourceFile {
    std::string room;
    std::string name;  ///< relative to the root
    std::string text;

    /// What stands between the quotes or brackets of its includes.
    std::vector<std::string> includes() const {
        const std::regex directive(R"rx((?:^|\n)[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">])rx");
        std::vector<std::string> found;
        for (std::sregex_iterator it(text.begin(), text.end(), directive), end; it != end; ++it)
            found.push_back((*it)[1]);
        return found;
    }
};

std::vector<SourceFile> source_files() {
    std::vector<SourceFile> files;
    for (const char* base : {"include/lockstep", "src"}) {
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / base)) {
            const auto extension = entry.path().extension();
            if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".hpp")) continue;
            const fs::path inside = entry.path().lexically_relative(kRoot / base);
            files.push_back(
                {inside.begin()->string(), entry.path().lexically_relative(kRoot).string(), content(entry)});
        }
    }
    return files;
}

std::vector<std::string> parts(const std::string& text, char separator) {
    std::istringstream stream(text);
    std::vector<std::string> found;
    for (std::string part; std::getline(stream, part, separator);) found.push_back(part);
    return found;
}

TEST(Layout, every_room_has_a_row_and_every_row_names_rooms) {
    const auto rooms = table_of_rooms();
    ASSERT_GE(rooms.size(), 15U) << "the table in src/CMakeLists.txt was not understood";
    for (const auto& [room, known] : rooms) {
        for (const auto& other : known) EXPECT_TRUE(rooms.contains(other)) << room << " knows " << other;
    }
    for (const auto& file : source_files()) {
        EXPECT_TRUE(rooms.contains(file.room)) << file.name;
    }
}

TEST(Layout, no_two_rooms_know_each_other) {
    const auto rooms = table_of_rooms();
    for (const auto& [room, known] : rooms) {
        for (const auto& other : known) EXPECT_FALSE(reachable(rooms, other).contains(room)) << room << ", " << other;
    }
}

TEST(Layout, a_room_includes_only_rooms_that_it_may_know) {
    const auto rooms = table_of_rooms();
    for (const auto& file : source_files()) {
        const Words allowed = reachable(rooms, file.room);
        for (const auto& include : file.includes()) {
            const auto way = parts(include, '/');
            if (way.size() < 2) continue;
            if (way[0] == "lockstep") {
                EXPECT_TRUE(allowed.contains(way[1])) << file.name << " includes " << include;
            } else if (rooms.contains(way[0])) {
                EXPECT_EQ(way[0], file.room) << file.name << " includes the inside of another room, " << include;
            }
        }
    }
}

TEST(Layout, third_party_headers_live_in_one_room_each) {
    const std::map<std::string, std::string> families{
        {"curl", "net"},        {"openssl", "crypto"},      {"nlohmann", "core"},     {"fmt", "core"},
        {"yaml-cpp", "config"}, {"spdlog", "report"},       {"sqlite3.h", "journal"}, {"SQLiteCpp", "journal"},
        {"CLI", "app"},         {"microhttpd.h", "listen"}, {"archive.h", "engine"},  {"archive_entry.h", "engine"},
        {"date", "schedule"}};
    const Words one_room_of_choice{"re2", "prometheus", "boost", "absl"};
    std::map<std::string, Words> chosen;
    for (const auto& file : source_files()) {
        for (const auto& include : file.includes()) {
            const std::string family = parts(include, '/').front();
            if (const auto home = families.find(family); home != families.end()) {
                EXPECT_EQ(file.room, home->second) << file.name << " includes " << include;
            }
            if (one_room_of_choice.contains(family)) chosen[family].insert(file.room);
        }
    }
    for (const auto& [family, rooms] : chosen) EXPECT_EQ(rooms.size(), 1U) << family;
}

TEST(Layout, pure_rooms_touch_nothing_outside) {
    const Words pure{"version", "select", "plan"};
    const Words headers{"iostream",
                        "fstream",
                        "filesystem",
                        "cstdio",
                        "thread",
                        "mutex",
                        "random",
                        "future",
                        "unistd.h",
                        "stdlib.h",
                        "lockstep/core/clock.hpp"};
    const std::regex outside(R"(_clock::now|\bgetenv\b|\bstd::time\b|\brand\(|\bprintf\()");
    for (const auto& file : source_files()) {
        if (!pure.contains(file.room)) continue;
        for (const auto& include : file.includes())
            EXPECT_FALSE(headers.contains(include)) << file.name << ": " << include;
        EXPECT_FALSE(std::regex_search(file.text, outside)) << file.name;
    }
}

TEST(Layout, files_stay_readable) {
    for (const auto& file : source_files()) {
        EXPECT_LE(std::ranges::count(file.text, '\n'), 400) << file.name;
        EXPECT_THAT(file.text, testing::StartsWith("// SPDX-License-Identifier: Apache-2.0\n")) << file.name;
    }
}

TEST(Layout, names_say_what_is_inside) {
    const Words empty_words{"util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff", "impl", "base"};
    for (const auto& file : source_files()) {
        for (const auto& part : parts(file.name, '/')) {
            for (const auto& word : parts(fs::path(part).stem().string(), '_')) {
                EXPECT_FALSE(empty_words.contains(word)) << file.name;
            }
        }
    }
}

/// Types that a file defines for all to see: not in an unnamed namespace, not inside another type.
Words types_of(const SourceFile& file) {
    const std::regex definition(R"(^(?:class|struct|enum class) ([A-Za-z0-9]+)(?: final)?(?: : [^;]*)?(?: \{.*)?$)");
    Words types;
    bool unnamed = false;
    for (const std::string& line : parts(file.text, '\n')) {
        if (line == "namespace {") unnamed = true;
        if (line == "}  // namespace") unnamed = false;
        std::smatch found;
        if (!unnamed && std::regex_match(line, found, definition)) types.insert(found[1]);
    }
    return types;
}

// One namespace holds all rooms, and the linker does not see two types of one name: it takes either.
TEST(Layout, a_type_name_has_one_home) {
    std::map<std::string, Words> homes;
    for (const auto& file : source_files()) {
        for (const auto& type : types_of(file)) homes[type].insert(file.name);
    }
    EXPECT_GT(homes.size(), 150U) << "the definitions were not understood";
    for (const auto& [type, files] : homes)
        EXPECT_EQ(files.size(), 1U) << type << ": " << testing::PrintToString(files);
}

TEST(Layout, headers_are_guarded_once) {
    for (const auto& file : source_files()) {
        if (!file.name.ends_with(".hpp")) continue;
        EXPECT_THAT(file.text, testing::HasSubstr("\n#pragma once\n")) << file.name;
        EXPECT_THAT(file.text, testing::Not(testing::ContainsRegex("\nusing namespace "))) << file.name;
    }
}

TEST(Layout, the_top_has_no_other_folders) {
    const Words folders{"src", "include", "tests", "deploy", ".ci"};
    // What git keeps or ignores is no part of the tree.
    const Words ignored{".git", "build", ".cache", "__pycache__", ".pytest_cache"};
    for (const auto& entry : fs::directory_iterator(kRoot)) {
        const std::string name = entry.path().filename();
        if (!entry.is_directory() || ignored.contains(name)) continue;
        EXPECT_TRUE(folders.contains(name)) << name;
    }
}

/// What stands between backquotes and looks like a place of the tree.
Words places_named_in(const std::string& text) {
    const std::regex quoted("`((?:src|include|tests|deploy)/[A-Za-z0-9_./]+)`");
    Words places;
    for (std::sregex_iterator it(text.begin(), text.end(), quoted), end; it != end; ++it) places.insert((*it)[1]);
    return places;
}

TEST(Layout, readme_names_only_places_that_are_there) {
    const auto places = places_named_in(content(kRoot / "README.md"));
    EXPECT_GT(places.size(), 8U);
    for (const auto& place : places) EXPECT_TRUE(fs::exists(kRoot / place)) << place;
}

}  // namespace
