// SPDX-License-Identifier: Apache-2.0
#include "app/show_checks.hpp"

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

}  // namespace

std::size_t count(const std::vector<CheckLine>& checks, CheckState state) {
    return static_cast<std::size_t>(std::ranges::count(checks, state, &CheckLine::state));
}

std::string table_of(const std::vector<CheckLine>& checks, const Screen& screen) {
    std::vector<std::vector<Cell>> rows;
    for (const CheckLine& check : checks) {
        const std::string remedy = check.remedy.empty() ? "" : "; " + check.remedy;
        rows.push_back({mark(check.state), {check.area}, {check.subject}, {check.reason}, {check.sentence + remedy}});
    }
    return table({"", "CHECK", "OF", "RESULT", "FOUND, AND WHAT TO DO"}, rows, screen);
}

Json json_of(const std::vector<CheckLine>& checks) {
    Json list = Json::array();
    for (const CheckLine& check : checks) {
        list.push_back({{"area", check.area},
                        {"subject", check.subject},
                        {"state", word(check.state)},
                        {"reason", check.reason},
                        {"sentence", check.sentence},
                        {"remedy", check.remedy}});
    }
    return list;
}

}  // namespace lockstep
