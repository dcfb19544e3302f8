// SPDX-License-Identifier: Apache-2.0
// Runs files of version cases, one JSON object per line: corpus_runner FILE...
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "version_case.hpp"

#include <cstdio>
#include <fstream>
#include <map>

namespace lockstep {
namespace {

using Run = Json (*)(const VersionCase&);
const std::map<std::string, Run, std::less<>> kRuns{
    {"parse", run_parse},   {"compare", run_compare}, {"sort", run_sort},   {"constraint", run_constraint},
    {"select", run_select}, {"resolve", run_resolve}, {"track", run_track}, {"server_json", run_server_json},
};

struct Count {
    int passed = 0;
    int failed = 0;
    std::set<std::string> unused;  ///< members that were told of
};

void fail(Count& count, const std::string& id, const std::string& where, const std::string& what) {
    ++count.failed;
    fmt::print("FAILED {} {}: {}\n", id, where, what);
}

/// A parse case looks at a part only; the rest is told whole, but for the reason of an update and an upward direction.
bool meets(const Json& expect, const Json& got) {
    const bool parsed = got.contains("kind");
    const bool verdict = got.contains("action");
    if (!expect.is_object() || (!parsed && !verdict)) return expect == got;
    for (const auto& [name, value] : expect.items()) {
        if (!got.contains(name) || got[name] != value) return false;
    }
    if (parsed) return !expect.empty();
    // An alias has one way to go, so its cases need not say the direction.
    const bool alias = got["reason"] == "alias-moved-down";
    const bool says_down = alias || got["direction"] != "down" || expect.contains("direction");
    const std::string target = got["action"] == "update" ? "tag" : "reason";
    return expect.contains("action") && expect.contains(target) && says_down;
}

/// Of what the program says, the members that "expect" is about, so that the difference is seen at once.
Json to_compare(const Json& expect, const Json& got) {
    if (!expect.is_object() || !got.is_object()) return got;
    Json shown = Json::object();
    for (const auto& [name, value] : got.items()) {
        if (expect.contains(name) || (!value.is_null() && !got.contains("kind"))) shown[name] = value;
    }
    return shown;
}

void refuse_unknown(const Json& expect, const Json& got) {
    if (!expect.is_object() || !got.is_object()) return;
    static const std::set<std::string, std::less<>> kAnswers{"version", "by", "error"};
    for (const auto& member : expect.items()) {
        if (!got.contains(member.key()) && !kAnswers.contains(member.key())) {
            throw BadCase(format("nobody understands '{}' in 'expect'", member.key()));
        }
    }
}

void run_case(const VersionCase& test, const std::string& where, Count& count) {
    const auto run = kRuns.find(test.type());
    if (run == kRuns.end()) throw BadCase(format("there is no type of case '{}'", escaped(test.type())));
    const Json got = run->second(test);
    for (const std::string& member : test.not_understood()) {
        if (!count.unused.insert(member).second) continue;
        fmt::print("note {} {}: '{}' plays no part, here and further on\n", test.id(), where, escaped(member));
    }
    refuse_unknown(test.expect(), got);
    if (meets(test.expect(), got)) {
        ++count.passed;
    } else {
        fail(count, test.id(), where,
             format("expected {}, got {}", dump(test.expect()), dump(to_compare(test.expect(), got))));
    }
}

void run_line(const std::string& line, const std::string& where, Count& count) {
    std::string id = "(no id)";
    try {
        const VersionCase test(line, where);
        id = test.id();
        run_case(test, where, count);
    } catch (const std::exception& bad) {
        fail(count, id, where, bad.what());
    }
}

void run_file(const char* name, Count& count) {
    std::ifstream file(name);
    std::string line;
    const int before = count.passed + count.failed;
    for (int number = 1; std::getline(file, line); ++number) {
        if (!trimmed(line).empty()) run_line(line, format("{}:{}", name, number), count);
    }
    if (!file.is_open()) {
        fail(count, "(file)", name, "it cannot be read");
    } else if (count.passed + count.failed == before) {
        fail(count, "(file)", name, "it holds no case");
    }
}

}  // namespace
}  // namespace lockstep

int main(int argc, char** argv) {
    lockstep::Count count;
    for (int i = 1; i < argc; ++i) lockstep::run_file(argv[i], count);
    fmt::print("{} passed, {} failed\n", count.passed, count.failed);
    return count.failed == 0 && count.passed > 0 ? 0 : 1;
}
