// SPDX-License-Identifier: Apache-2.0
#include "app/carry_out.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/show.hpp"
#include "app/show_holds.hpp"

namespace lockstep {
namespace {

OrderAnswer done(const Order& order, Json object, std::string sentence) {
    object["schema"] = 1;
    object["command"] = word(order.kind);
    object["exit_code"] = 0;
    return {.text = std::move(sentence) + "\n", .json = dump(object) + "\n"};
}

OrderAnswer hold(const Order& order, Cycle& cycle) {
    const auto hold = cycle.hold({order.container, order.reason, {}, order.until});
    if (!hold) return answer_of("hold", hold.error());
    return done(order, json_of(*hold), sentence_of(*hold) + " Looking goes on.");
}

OrderAnswer unhold(const Order& order, Cycle& cycle) {
    const auto lifted = cycle.unhold(order.container);
    if (!lifted) return answer_of("unhold", lifted.error());
    const std::string name = *lifted ? (*lifted)->name : order.container;
    return done(order, {{"name", name}, {"was_on_hold", lifted->has_value()}},
                *lifted ? format("{} is no longer on hold; its updates go on with the next look.", escaped(name))
                        : format("{} was not on hold.", escaped(name)));
}

OrderAnswer retry(const Order& order, Cycle& cycle) {
    const auto forgotten = cycle.retry(order.container);
    if (!forgotten) return answer_of("retry", forgotten.error());
    const std::string name = forgotten->empty() ? order.container : forgotten->front().container;
    Json digests = Json::array();
    std::string text = forgotten->empty()
                           ? format("No image is remembered as failed in {}.", escaped(name))
                           : format("What failed in {} is tried again with the next look:", escaped(name));
    for (const BadDigest& bad : *forgotten) {
        digests.push_back({{"digest", bad.digest}, {"reason", bad.reason}, {"at", rfc3339(bad.at)}});
        text += format("\n  {} ({}: {})", bad.digest, rfc3339(bad.at), escaped(bad.reason, 1000));
    }
    return done(order, {{"name", name}, {"forgotten", std::move(digests)}}, text);
}

OrderAnswer roll_back(const Order& order, Cycle& cycle, const Screen& screen, const std::stop_token& stop) {
    const auto report = cycle.roll_back({order.container, order.to, order.reason}, stop);
    if (!report) return answer_of("rollback", report.error());
    const ExitCode code = exit_code_of(*report);
    return {.code = code, .text = show_once(*report, screen), .json = json_of("rollback", *report, code)};
}

}  // namespace

OrderAnswer carry_out(const Order& order, Cycle& cycle, const Screen& screen, const std::stop_token& stop) {
    switch (order.kind) {
        case OrderKind::Hold:
            return hold(order, cycle);
        case OrderKind::Unhold:
            return unhold(order, cycle);
        case OrderKind::Rollback:
            return roll_back(order, cycle, screen, stop);
        case OrderKind::Retry:
            return retry(order, cycle);
    }
    return {};
}

int carry_out_all(const OrderTray& tray, Cycle& cycle, Sink& sink, const std::stop_token& stop) {
    int count = 0;
    for (auto taken = tray.take(); taken && !stop.stop_requested(); taken = tray.take()) {
        ++count;
        OrderAnswer answer;
        if (const auto& order = taken->order) {
            const std::string name = escaped(order->container);
            sink.take(Notice{Notice::Level::Info, format("a person ordered: {} {}", word(order->kind), name)});
            answer = carry_out(*order, cycle, {}, stop);
        } else {
            answer = answer_of("order", order.error());
            sink.take(Notice{Notice::Level::Warning, format("the order {}: {}", taken->id, order.error().text())});
        }
        if (const auto left = tray.answer(taken->id, answer); !left) {
            sink.take(Notice{Notice::Level::Warning, left.error().text()});
            break;
        }
    }
    return count;
}

}  // namespace lockstep
