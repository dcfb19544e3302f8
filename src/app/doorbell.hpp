// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace lockstep {

/// How other threads ask the daemon's thread to look now: they only ring, it alone acts. Many rings before it answers
/// are one. Safe to call from any thread.
class Doorbell {
  public:
    void ring(std::string why);

    /// Ends a wait without asking for a look: there is an order to carry out.
    void wake();

    /// Rings for the settings to be read again, too.
    void ring_to_reload();

    /// Whether somebody asked for that since the last call.
    bool take_reload();

    /// Stops a wait when somebody rings; of the rings that were not answered yet.
    std::stop_token token() const;

    /// Why it rang last, or nothing when nobody did; from now on it is quiet.
    std::optional<std::string> answer();

  private:
    mutable std::mutex mutex_;
    std::stop_source source_;
    std::optional<std::string> why_;
    bool reload_ = false;
};

}  // namespace lockstep
