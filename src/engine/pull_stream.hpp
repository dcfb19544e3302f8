// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/engine.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

/// Reads the answer of a pull: one JSON object per line, progress or an error, cut anywhere. The engine answers 200
/// before it knows how the pull ends, so only the stream tells.
class PullStream {
  public:
    explicit PullStream(const PullObserver& observer) : observer_(observer) {}

    /// False when the stream is not one of an engine (see `failure`).
    bool take(std::string_view bytes);
    /// Call once after the last byte.
    void finish();

    /// The engine's own words, when it reported an error.
    const std::optional<std::string>& failure() const { return failure_; }
    /// True when the engine said that the image is there.
    bool done() const { return done_; }

  private:
    void take_line(std::string_view line);
    void report(const Json& line);

    const PullObserver& observer_;
    std::string rest_;
    std::optional<std::string> failure_;
    bool done_ = false;
};

}  // namespace lockstep
