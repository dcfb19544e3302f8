// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/doorbell.hpp"
#include "app/order_tray.hpp"

#include <thread>

namespace lockstep {

/// Wakes the daemon when somebody leaves an order, from a thread of its own that sleeps until then. Where the kernel
/// does not tell (no inotify), orders are found at the next nap of the daemon.
class OrderWatch {
  public:
    /// The bell must outlive it. Makes the tray's folder where it is not there.
    OrderWatch(const OrderTray& tray, Doorbell& bell);
    ~OrderWatch();
    OrderWatch(const OrderWatch&) = delete;
    OrderWatch& operator=(const OrderWatch&) = delete;

  private:
    void watch();

    Doorbell& bell_;
    int changes_;  ///< inotify
    int end_;      ///< eventfd
    std::jthread thread_;
};

}  // namespace lockstep
