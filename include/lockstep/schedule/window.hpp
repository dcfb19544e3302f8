// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace lockstep {

/// A span that comes back every week in the civil time of one place: "Sat 02:00-05:00 Europe/Amsterdam",
/// "Mon-Fri 22:00-04:00" (ends on the next day), "daily 00:00-24:00". Without a zone it is UTC. Clock changes: the
/// window opens and closes when the clocks there show its times; what lies wholly in a skipped hour does not open that
/// day, and an hour that comes twice counts twice. A value; safe to read from any thread.
class WeeklyWindow {
  public:
    /// Malformed `window-invalid`, which says what would be right; NotFound `zone-unknown` for a zone that this machine
    /// does not know.
    static Result<WeeklyWindow> parse(std::string_view text);

    /// The first moment at or after `from` at which the window is open.
    WallTime next_open(WallTime from) const;

    /// As it was written.
    const std::string& text() const { return text_; }

    bool operator==(const WeeklyWindow& other) const { return text_ == other.text_; }

  private:
    WeeklyWindow() = default;

    std::string text_;
    bool opens_on_[7] = {};  ///< by C encoding of the weekday: Sunday is 0
    std::chrono::minutes begin_{};
    std::chrono::minutes end_{};             ///< after midnight of the opening day; beyond 24 h: on the next day
    const date::time_zone* zone_ = nullptr;  ///< of the zone database, which lives as long as the process; null: UTC
};

/// The first moment at or after `from` at which one of `windows` is open; without windows it is always open.
WallTime next_open(const std::vector<WeeklyWindow>& windows, WallTime from);

}  // namespace lockstep
