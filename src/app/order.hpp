// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"

#include "app/exit_code.hpp"

#include <optional>
#include <string>
#include <string_view>

// A person's order to whoever holds the journal, and its answer, also as the files that carry them. Pure.

namespace lockstep {

enum class OrderKind { Hold, Unhold, Rollback, Retry };

/// Stable stored word, the command's own: "hold".
std::string_view word(OrderKind kind);

struct Order {
    OrderKind kind = OrderKind::Hold;
    std::string container;          ///< name or id; of a hold also a target's name
    std::string reason = {};        ///< of a hold or rollback; may be empty
    std::optional<WallTime> until;  ///< of a hold; nothing: until lifted
    std::string to = {};            ///< of a rollback: tag or digest; empty: what ran before
};

/// What the command prints and ends with.
struct OrderAnswer {
    ExitCode code = ExitCode::UpToDate;
    std::string text = {};  ///< for people, on standard output
    std::string told = {};  ///< on standard error
    std::string json = {};  ///< instead of `text`, where --json was asked for
};

/// The longest file of either.
inline constexpr std::size_t kLongestOrder = 256 * 1024;

/// How a command ends that could not do what it should.
OrderAnswer answer_of(const std::string& command, const Error& error);

std::string file_text(const Order& order);
std::string file_text(const OrderAnswer& answer);

/// Malformed `order-invalid`: not exactly the members that `file_text` writes, or a value that none of them can have.
Result<Order> order_in(std::string_view text);
Result<OrderAnswer> order_answer_in(std::string_view text);

}  // namespace lockstep
