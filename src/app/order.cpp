// SPDX-License-Identifier: Apache-2.0
#include "app/order.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include "app/show.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lockstep {
namespace {

constexpr std::array<std::pair<OrderKind, std::string_view>, 4> kWords{{{OrderKind::Hold, "hold"},
                                                                        {OrderKind::Unhold, "unhold"},
                                                                        {OrderKind::Rollback, "rollback"},
                                                                        {OrderKind::Retry, "retry"}}};
constexpr std::size_t kLongestWord = 1000;
constexpr long long kLastMoment = 253'402'300'799'999;

Error invalid(const std::string& why) {
    return {.kind = ErrorKind::Malformed,
            .code = "order-invalid",
            .message = "this is no order of a lockstep command: " + why};
}

/// The document with exactly these members.
Result<Json> object_with(std::string_view text, const Json& pattern) {
    auto document = parse_json(text, "the order", {.bytes = kLongestOrder});
    if (!document) return invalid(document.error().message);
    if (!document->is_object() || document->size() != pattern.size()) return invalid("it has other members");
    for (const auto& [name, value] : pattern.items()) {
        const Json& given = at(*document, "/" + name);
        const bool is_number = !value.is_string() && given.is_number_integer();
        if (!document->contains(name) || (given.type() != value.type() && !is_number)) {
            return invalid(format("its member {} is missing or of another type", name));
        }
    }
    return document;
}

}  // namespace

std::string_view word(OrderKind kind) {
    return std::ranges::find(kWords, kind, &std::pair<OrderKind, std::string_view>::first)->second;
}

OrderAnswer answer_of(const std::string& command, const Error& error) {
    const ExitCode code = exit_code_of(error);
    return {.code = code, .told = format("lockstep: {}\n", error.text()), .json = json_of(command, error, code)};
}

std::string file_text(const Order& order) {
    Json document{{"order", word(order.kind)},
                  {"container", order.container},
                  {"reason", order.reason},
                  {"until_ms", nullptr},
                  {"to", order.to}};
    if (order.until) document["until_ms"] = order.until->time_since_epoch().count();
    return dump(document) + "\n";
}

std::string file_text(const OrderAnswer& answer) {
    return dump(Json{{"exit_code", static_cast<int>(answer.code)},
                     {"text", answer.text},
                     {"told", answer.told},
                     {"json", answer.json}}) +
           "\n";
}

Result<Order> order_in(std::string_view text) {
    static const Json kPattern{{"order", ""}, {"container", ""}, {"reason", ""}, {"until_ms", nullptr}, {"to", ""}};
    const auto document = object_with(text, kPattern);
    if (!document) return document.error();
    const auto kind =
        std::ranges::find(kWords, string_at(*document, "/order"), &std::pair<OrderKind, std::string_view>::second);
    if (kind == kWords.end()) return invalid("its order is not known");
    Order order{.kind = kind->first,
                .container = string_at(*document, "/container"),
                .reason = string_at(*document, "/reason"),
                .until = {},
                .to = string_at(*document, "/to")};
    if (order.container.empty()) return invalid("it names no container");
    if (std::max({order.container.size(), order.reason.size(), order.to.size()}) > kLongestWord) {
        return invalid(format("one of its words has more than {} bytes", kLongestWord));
    }
    if (const Json& until = at(*document, "/until_ms"); until.is_number_integer()) {
        if (until < 0 || until > kLastMoment) return invalid("its time lies beyond the year 9999");
        order.until = WallTime(std::chrono::milliseconds(until.get<long long>()));
    }
    return order;
}

Result<OrderAnswer> order_answer_in(std::string_view text) {
    static const Json kPattern{{"exit_code", 0}, {"text", ""}, {"told", ""}, {"json", ""}};
    const auto document = object_with(text, kPattern);
    if (!document) return document.error();
    return OrderAnswer{.code = static_cast<ExitCode>(at(*document, "/exit_code").get<int>()),
                       .text = string_at(*document, "/text"),
                       .told = string_at(*document, "/told"),
                       .json = string_at(*document, "/json")};
}

}  // namespace lockstep
