// SPDX-License-Identifier: Apache-2.0
// Runs files of version cases, one JSON object per line: corpus_runner FILE…
#include "lockstep/core/format.hpp"
#include "lockstep/probe/server_version.hpp"

#include "version_cases.hpp"

#include <cstdio>
#include <fstream>
#include <map>

namespace lockstep {
namespace {

Json run_server_json(const Json& test) {
    const auto version = server_version_in(string_at(test, "/body"), product_of(string_at(test, "/product")));
    return version ? Json{{"version", *version}} : Json{{"error", version.error().code}};
}

using Run = Json (*)(const Json&);
const std::map<std::string, Run, std::less<>> kRuns{
    {"parse", run_parse},   {"compare", run_compare}, {"sort", run_sort},   {"constraint", run_constraint},
    {"select", run_select}, {"resolve", run_resolve}, {"track", run_track}, {"server_json", run_server_json},
};

struct Count {
    int passed = 0;
    int failed = 0;
};

/// Of a parse case only the given members count.
bool meets(const Json& test, const Json& got) {
    const Json& expect = test["expect"];
    if (test["type"] != "parse") return got == expect;
    for (const auto& [name, value] : expect.items())
        if (got.value(name, Json()) != value) return false;
    return true;
}

void run_line(const std::string& line, const std::string& where, Count& count) {
    const auto test = parse_json(line, where);
    const std::string type = test ? string_at(*test, "/type") : "";
    const auto run = kRuns.find(type);
    const Json got = run == kRuns.end() ? Json("no such type of case") : run->second(*test);
    if (run != kRuns.end() && meets(*test, got)) {
        ++count.passed;
        return;
    }
    ++count.failed;
    const std::string expect = test ? dump(at(*test, "/expect")) : test.error().text();
    fmt::print("FAILED {} {}: expected {}, got {}\n", test ? string_at(*test, "/id") : "", where, expect, dump(got));
}

bool run_file(const char* name, Count& count) {
    std::ifstream file(name);
    if (!file) fmt::print("cannot read {}\n", name);
    const bool opened = file.is_open();
    std::string line;
    for (int number = 1; std::getline(file, line); ++number)
        if (!line.empty()) run_line(line, format("{}:{}", name, number), count);
    return opened;
}

}  // namespace
}  // namespace lockstep

int main(int argc, char** argv) {
    lockstep::Count count;
    bool read = argc > 1;
    for (int i = 1; i < argc; ++i) read = lockstep::run_file(argv[i], count) && read;
    fmt::print("{} passed, {} failed\n", count.passed, count.failed);
    return read && count.failed == 0 && count.passed > 0 ? 0 : 1;
}
