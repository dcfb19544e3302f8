// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/order.hpp"
#include "app/session.hpp"

namespace lockstep {

/// The switch --no-wait of commands that give orders.
Parameter no_wait_parameter();

/// Has an order carried out, and prints the answer. Only who holds the journal can do it: this process, where nobody
/// else does; otherwise the order is left for the one who does, and its answer is waited for. When that one ends
/// meanwhile this process carries it out. A person who stops waiting takes the order back if it was not begun.
ExitCode run_errand(Session& session, const Order& order);

}  // namespace lockstep
