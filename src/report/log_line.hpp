// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/event.hpp"
#include "lockstep/report/sink.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

struct LogLine {
    LogLevel level;
    std::string text;  ///< one line: the event's word, key=value words, and the sentence as text="…"
};

/// A pull that has come that far; `bytes`: of the whole image, as far as known.
LogLine pull_line(std::string_view container, int percent, long long bytes);

/// How an event reads in the log; nothing for progress that only a terminal shows.
std::optional<LogLine> log_line(const Event& event);

}  // namespace lockstep
