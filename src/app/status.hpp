// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"
#include "lockstep/journal/journal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// One container as the last look left it.
struct StatusLine {
    std::string container;
    std::string image;   ///< reference that runs
    std::string runs;    ///< its version, when the reference does not say it
    std::string target;  ///< name of the rule that means it
    std::string action;  ///< update | keep | refuse | skip
    std::string tag;     ///< of an update, also of one that waits
    std::string reason;
    std::string sentence;
    std::optional<WallTime> waits_until;
    std::optional<WallTime> evidence_at;  ///< when all evidence for it was last there
};

/// The node as the last look left it.
struct Status {
    WallTime looked_at{};
    std::optional<WallTime> next_look;  ///< of a daemon
    std::vector<StatusLine> lines;
    std::string container = {};  ///< that the one who looked runs in; empty: in none
};

/// What a look found; `before` knows when evidence that is missing now was there.
Status status_of(const CycleReport& report, const Status& before, WallTime now);

/// Failing is no harm: the next look tries again.
void store_status(Journal& journal, const Status& status);

/// What was stored last; nothing when no look was ever stored.
Result<std::optional<Status>> last_status(Journal& journal);

}  // namespace lockstep
