// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace lockstep {

/// The program that supervises this one, as sd_notify(3) describes it: systemd, or nobody. Its protocol is one datagram
/// per message. Safe to call from any thread.
class Supervisor {
  public:
    /// From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of the environment; takes the first out of it, so that no
    /// child speaks in our name.
    static Supervisor from_environment();
    Supervisor(std::string socket, std::chrono::microseconds watchdog);

    /// "READY=1", "STATUS=…", "WATCHDOG=1", "STOPPING=1"; several with line breaks between. Nobody listens: no effect.
    void tell(const std::string& message) const;

    /// How long we may be silent; zero: as long as we like.
    std::chrono::microseconds watchdog() const { return watchdog_; }

  private:
    std::string socket_;
    std::chrono::microseconds watchdog_;
};

}  // namespace lockstep
