// SPDX-License-Identifier: Apache-2.0
#include "app/show_release.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>

namespace lockstep {
namespace {

Cell mark(CheckState state) {
    switch (state) {
        case CheckState::Good:
            return {"✓", Tone::Good};
        case CheckState::Bad:
            return {"✗", Tone::Bad};
        case CheckState::Unknown:
            return {"?", Tone::Warn};
    }
    return {};
}

auto count(const std::vector<ReleaseCheck>& checks, CheckState state) {
    return std::ranges::count(checks, state, &ReleaseCheck::state);
}

std::string summary(const std::string& version, const std::vector<ReleaseCheck>& checks) {
    const auto bad = count(checks, CheckState::Bad);
    const auto unknown = count(checks, CheckState::Unknown);
    if (bad + unknown == 0) return format("\n{} is complete: {} checks\n", version, checks.size());
    return format("\n{} is not complete: {} of {} checks are wrong, {} could not be made\n", version, bad,
                  checks.size(), unknown);
}

}  // namespace

ExitCode exit_code_of(const std::vector<ReleaseCheck>& checks) {
    if (count(checks, CheckState::Bad) > 0) return ExitCode::Refused;
    return count(checks, CheckState::Unknown) > 0 ? ExitCode::EvidenceMissing : ExitCode::UpToDate;
}

std::string show_release(const std::string& version, const std::vector<ReleaseCheck>& checks, const Screen& screen) {
    std::vector<std::vector<Cell>> rows;
    for (const ReleaseCheck& check : checks) {
        const std::string remedy = check.remedy.empty() ? "" : "; " + check.remedy;
        rows.push_back({mark(check.state), {check.area}, {check.subject}, {check.reason}, {check.sentence + remedy}});
    }
    return table({"", "CHECK", "OF", "RESULT", "FOUND, AND WHAT TO DO"}, rows, screen) + summary(version, checks);
}

std::string json_of(const std::string& version, const std::vector<ReleaseCheck>& checks, ExitCode code) {
    Json list = Json::array();
    for (const ReleaseCheck& check : checks) {
        list.push_back({{"area", check.area},
                        {"subject", check.subject},
                        {"state", word(check.state)},
                        {"reason", check.reason},
                        {"sentence", check.sentence},
                        {"remedy", check.remedy}});
    }
    return dump({{"schema", 1},
                 {"command", "release-check"},
                 {"version", version},
                 {"checks", std::move(list)},
                 {"error", nullptr},
                 {"exit_code", static_cast<int>(code)}}) +
           "\n";
}

std::string rest_of_release(const std::vector<ReleaseCheck>& checks) {
    std::vector<std::string> open;
    for (const ReleaseCheck& check : checks) {
        if (check.state != CheckState::Good) open.push_back(check.subject);
    }
    const std::size_t all = open.size();
    if (all > 3) open = {open[0], open[1], open[2], "…"};
    return format("{} of {} are not there yet: {}", all, checks.size(), join(open, ", "));
}

}  // namespace lockstep
