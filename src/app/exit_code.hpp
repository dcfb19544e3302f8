// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"
#include "lockstep/cycle/cycle.hpp"

namespace lockstep {

/// What the program tells its caller; stable and documented in README. Higher tens are more serious.
enum class ExitCode {
    UpToDate = 0,
    DoesNotHold = 1,  ///< what was asked does not hold (`version compare A '<' B`, `version match`)
    Updated = 10,
    WouldUpdate = 11,
    Refused = 20,     ///< a person has to decide
    RolledBack = 21,  ///< a new version failed; the old one runs
    Blocked = 22,     ///< waits: for a second server answer, a window, a hold; or the run was stopped
    EvidenceMissing = 23,
    EngineUnreachable = 30,
    Configuration = 31,  ///< file, environment or command line
    AlreadyRunning = 32,
    Stuck = 33,  ///< an unfinished swap needs a person
    Internal = 70,
};

/// The most serious of what the cycle met.
ExitCode exit_code_of(const CycleReport& report);

/// What one container's finding comes to, before anybody acted.
ExitCode exit_code_of(const Finding& finding);

/// For a cycle that could not even start.
ExitCode exit_code_of(const Error& error);

}  // namespace lockstep
