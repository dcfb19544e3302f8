// SPDX-License-Identifier: Apache-2.0
#include "app/show_release.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/show_checks.hpp"

namespace lockstep {
namespace {

std::string summary(const std::string& version, const std::vector<CheckLine>& checks) {
    const auto bad = count(checks, CheckState::Bad);
    const auto unknown = count(checks, CheckState::Unknown);
    if (bad + unknown == 0) return format("\n{} is complete: {} checks\n", version, checks.size());
    return format("\n{} is not complete: {} of {} checks are wrong, {} could not be made\n", version, bad,
                  checks.size(), unknown);
}

}  // namespace

ExitCode exit_code_of(const std::vector<CheckLine>& checks) {
    if (count(checks, CheckState::Bad) > 0) return ExitCode::Refused;
    return count(checks, CheckState::Unknown) > 0 ? ExitCode::EvidenceMissing : ExitCode::UpToDate;
}

std::string show_release(const std::string& version, const std::vector<CheckLine>& checks, const Screen& screen) {
    return table_of(checks, screen) + summary(version, checks);
}

std::string json_of(const std::string& version, const std::vector<CheckLine>& checks, ExitCode code) {
    return dump({{"schema", 1},
                 {"command", "release-check"},
                 {"version", version},
                 {"checks", json_of(checks)},
                 {"error", nullptr},
                 {"exit_code", static_cast<int>(code)}}) +
           "\n";
}

std::string rest_of_release(const std::vector<CheckLine>& checks) {
    std::vector<std::string> open;
    for (const CheckLine& check : checks) {
        if (check.state != CheckState::Good) open.push_back(check.subject);
    }
    const std::size_t all = open.size();
    if (all > 3) open = {open[0], open[1], open[2], "…"};
    return format("{} of {} are not there yet: {}", all, checks.size(), join(open, ", "));
}

}  // namespace lockstep
