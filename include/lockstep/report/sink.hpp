// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/event.hpp"
#include "lockstep/report/table.hpp"

#include <cstdio>
#include <memory>
#include <vector>

namespace lockstep {

/// Port: takes events. `take` never throws and never blocks for long; called from the cycle's thread only.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void take(const Event& event) = 0;
};

enum class LogLevel { Debug, Info, Warning, Error };

/// One line per event on standard error (journald takes it as it is): time, level, then `container=… reason=…` words
/// and the sentence. Under journald (JOURNAL_STREAM) the time is left out and the priority is put in front.
std::unique_ptr<Sink> make_log_sink(LogLevel least);

/// Human progress on a terminal: one line per step with a mark, a bar per pull and one per layer that is on its way; on
/// anything but a terminal the same as plain lines at sensible steps. Colours only on a terminal and without NO_COLOR.
std::unique_ptr<Sink> make_console_sink(std::FILE* out);
/// The same for a screen that the caller knows; width 0 means that it is no terminal.
std::unique_ptr<Sink> make_console_sink(std::FILE* out, const Screen& screen);

/// Passes events on to several sinks, in order. They must outlive it.
std::unique_ptr<Sink> make_fan_out(std::vector<Sink*> sinks);

}  // namespace lockstep
