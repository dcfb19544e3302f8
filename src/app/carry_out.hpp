// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"

#include "app/order.hpp"
#include "app/order_tray.hpp"

#include <stop_token>

namespace lockstep {

/// Does what was ordered. `screen`: of the one who reads the answer.
OrderAnswer carry_out(const Order& order, Cycle& cycle, const Screen& screen, const std::stop_token& stop);

/// Carries out and answers whatever lies in the tray; how many orders there were. What cannot be read is set aside and
/// told. For the process that holds the journal.
int carry_out_all(const OrderTray& tray, Cycle& cycle, Sink& sink, const std::stop_token& stop);

}  // namespace lockstep
