// SPDX-License-Identifier: Apache-2.0
#include "app/doctor/findings.hpp"

#include "lockstep/core/format.hpp"

#include <algorithm>
#include <array>

namespace lockstep {

void Findings::good(std::string area, std::string subject, std::string reason, std::string sentence) {
    lines_.push_back(
        {std::move(area), std::move(subject), CheckState::Good, std::move(reason), std::move(sentence), ""});
}

void Findings::bad(std::string area, std::string subject, const Error& error) {
    const std::string origin = error.origin.empty() ? "" : format(" ({})", error.origin);
    lines_.push_back(
        {std::move(area), std::move(subject), CheckState::Bad, error.code, error.message + origin, error.remedy});
}

void Findings::unknown(std::string area, std::string subject, std::string reason, std::string sentence,
                       std::string remedy) {
    lines_.push_back({std::move(area), std::move(subject), CheckState::Unknown, std::move(reason), std::move(sentence),
                      std::move(remedy)});
}

void Findings::add(std::vector<CheckLine> lines) {
    std::ranges::move(lines, std::back_inserter(lines_));
}

ExitCode Findings::exit_code() const {
    constexpr std::array kFirst{ExitCode::Configuration, ExitCode::EngineUnreachable, ExitCode::Stuck};
    std::vector<ExitCode> codes;
    for (const CheckLine& line : lines_) {
        if (line.state == CheckState::Bad)
            codes.push_back(exit_code_of(Error{.code = line.reason, .message = line.sentence}));
    }
    for (const ExitCode code : kFirst) {
        if (std::ranges::find(codes, code) != codes.end()) return code;
    }
    return codes.empty() ? ExitCode::UpToDate : ExitCode::EvidenceMissing;
}

}  // namespace lockstep
