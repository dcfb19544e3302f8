// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/journal/journal.hpp"

#include <memory>
#include <string>

namespace lockstep {

/// A journal for commands that only look; opens the file anew for each question, so that a daemon that starts, writes
/// or stops meanwhile is never in the way. Every write is Unsupported `journal-read-only`.
std::unique_ptr<Journal> make_read_only_journal(const std::string& state_dir, const std::string& name);

}  // namespace lockstep
