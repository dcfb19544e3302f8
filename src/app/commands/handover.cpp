// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/commands/commands.hpp"
#include "app/own_container.hpp"
#include "app/session.hpp"
#include "app/show.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// Whether the helper has nothing left to do; else the engine starts it again.
bool is_settled(const CycleReport& report) {
    return std::ranges::none_of(std::vector{&report.repaired, &report.outcomes}, [](const auto* outcomes) {
        return std::ranges::any_of(*outcomes, [](const SwapOutcome& one) {
            return one.result == SwapResult::Stuck || one.result == SwapResult::Interrupted;
        });
    });
}

ExitCode run(Session& session) {
    const std::string wanted = session.arguments().text("--to");
    const auto to = Reference::parse(wanted);
    if (!to || !to->digest() || to->tag().empty()) {
        return session.fail({.kind = ErrorKind::Malformed,
                             .code = "reference-unpinned",
                             .message = format("--to is '{}', not an image with tag and digest", escaped(wanted))});
    }
    return session.with_world(JournalMode::Write, LogLevel::Info, [&](OpenWorld open) {
        Cycle cycle(open.world.ports(), open.settings, open.sink, own_container_id());
        const auto report = cycle.take_over(session.arguments().text("--container"), *to, session.stop());
        if (!report) return session.fail(report.error());
        const ExitCode code = is_settled(*report) ? ExitCode::UpToDate : ExitCode::Stuck;
        session.print(session.json() ? json_of("handover", *report, code) : show_once(*report, session.screen()));
        return code;
    });
}

}  // namespace

CommandSpec handover_command() {
    return {.path = "handover",
            .chapter = Chapter::SetUp,
            .summary = "Update the container of another lockstep; what its helper container runs, not a person",
            .details =
                "With a state directory of its own. Ends with 0 when the update was finished or undone, so that the "
                "engine starts it again only when it was cut off.",
            .parameters = {{.name = "--container", .about = "Id of the container", .placeholder = "ID"},
                           {.name = "--to", .about = "The image, with tag and digest", .placeholder = "IMAGE"}},
            .exits = {{ExitCode::UpToDate, "updated, taken back, or given up before anything was touched"},
                      {ExitCode::Stuck, "not finished"}},
            .run = run};
}

}  // namespace lockstep
