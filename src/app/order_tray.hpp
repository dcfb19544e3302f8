// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include "app/order.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// Where a command leaves an order for the process that holds the journal: the folder `orders` of the state directory.
/// One file carries an order: ID.order until it is taken, ID.taken until it is answered, ID.answer until its command
/// has read that; ID.bad is one that could not be read. Each change is one rename, so nobody sees half an order.
class OrderTray {
  public:
    explicit OrderTray(const std::string& state_dir) : folder_(state_dir + "/orders") {}

    const std::string& folder() const { return folder_; }

    // For the command. Errors are those of state files.

    /// Leaves the order; its id.
    Result<std::string> leave(const Order& order) const;
    /// Takes it back; false when somebody has taken it already.
    Result<bool> withdraw(const std::string& id) const;
    /// The answer, which is gone then; nothing as long as there is none. Transient `order-lost` when nobody will give
    /// one any more.
    Result<std::optional<OrderAnswer>> collect(const std::string& id) const;

    // For the one process that holds the journal, from its one thread.

    struct Taken {
        std::string id;
        /// Malformed `order-invalid` or Denied `journal-rights`: set aside as ID.bad. Transient `order-interrupted`:
        /// somebody who has ended since had taken it.
        Result<Order> order;
    };
    /// The oldest one that is there; it has to be answered. Drops answers that nobody has read for a day.
    std::optional<Taken> take() const;
    Result<void> answer(const std::string& id, const OrderAnswer& answer) const;

  private:
    std::string path_of(const std::string& id, const char* ending) const { return folder_ + "/" + id + ending; }
    Result<Order> read(const std::string& id) const;

    std::string folder_;
};

}  // namespace lockstep
