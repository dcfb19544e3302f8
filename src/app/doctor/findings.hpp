// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/check_line.hpp"
#include "lockstep/core/error.hpp"

#include "app/exit_code.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// What `doctor` found, in the order in which one thing rests on another.
class Findings {
  public:
    void good(std::string area, std::string subject, std::string reason, std::string sentence);
    /// Whatever rests on it will not work until a person does what the error's remedy says.
    void bad(std::string area, std::string subject, const Error& error);
    /// Neither: it could not be asked.
    void unknown(std::string area, std::string subject, std::string reason, std::string sentence,
                 std::string remedy = "");
    void add(std::vector<CheckLine> lines);

    const std::vector<CheckLine>& lines() const { return lines_; }
    /// Of the bad lines, the one that has to be put right first: configuration, engine, journal, then evidence.
    ExitCode exit_code() const;

  private:
    std::vector<CheckLine> lines_;
};

}  // namespace lockstep
