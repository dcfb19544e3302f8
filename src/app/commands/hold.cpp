// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/duration_argument.hpp"
#include "app/errand.hpp"

namespace lockstep {
namespace {

ExitCode hold(Session& session) {
    const auto span = duration_argument(session.arguments(), "--for");
    if (!span) return session.fail(span.error());
    Order order{.kind = OrderKind::Hold,
                .container = session.arguments().text("CONTAINER"),
                .reason = session.arguments().text("--reason"),
                .until = {}};
    if (span->count() > 0) order.until = SystemClock().now() + *span;
    return run_errand(session, order);
}

ExitCode unhold(Session& session) {
    return run_errand(session,
                      {.kind = OrderKind::Unhold, .container = session.arguments().text("CONTAINER"), .until = {}});
}

Parameter held() {
    return {.name = "CONTAINER",
            .about = "Name or id of a container, or the name of a target: then whatever that means",
            .required = true,
            .completion = Completion::Container};
}

}  // namespace

CommandSpec hold_command() {
    return {
        .path = "hold",
        .chapter = Chapter::Steer,
        .summary = "Leave one container as it is; looking and reporting go on",
        .details =
            "Works beside a running daemon and outlives restarts. `plan` and `status` show what is on hold, why and "
            "until when. Whoever moves only together with it waits, too.",
        .parameters = {held(),
                       {.name = "--for", .about = "How long; without it until `unhold`", .placeholder = "DURATION"},
                       {.name = "--reason", .about = "Shown wherever the hold is shown", .placeholder = "TEXT"},
                       no_wait_parameter()},
        .examples = {{"hold vantage6-demo-user --for 2d --reason audit", "no update of this one for two days"}},
        .run = hold};
}

CommandSpec unhold_command() {
    return {.path = "unhold",
            .chapter = Chapter::Steer,
            .summary = "Lift a hold",
            .parameters = {held(), no_wait_parameter()},
            .examples = {{"unhold vantage6-demo-user", "its updates go on with the next look"}},
            .run = unhold};
}

}  // namespace lockstep
