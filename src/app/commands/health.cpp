// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include "app/clock_doubt.hpp"
#include "app/commands/commands.hpp"
#include "app/own_container.hpp"
#include "app/session.hpp"
#include "app/show_status.hpp"
#include "app/status.hpp"

namespace lockstep {
namespace {

/// A look with pulls and health gates may take a while.
constexpr std::chrono::minutes kLongestLook{60};

/// Empty when the daemon looks as often as it should.
std::string complaint(const std::optional<Status>& status, WallTime now) {
    if (!status) return "no look was finished yet";
    // What a container that was replaced has found says nothing of this one.
    if (const auto own = own_container_id(); !own.empty() && status->container != own) {
        return "no look was finished in this container yet";
    }
    if (!status->next_look) return "no daemon looks here: the last look was a single one";
    if (auto doubt = clock_doubt({status->looked_at, {}}, now, {})) return std::move(*doubt);
    if (now <= *status->next_look + kLongestLook) return "";
    return format("the look that was due {} ago did not come", span_text(now - *status->next_look));
}

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        const Ports ports = open.world.ports();
        const auto status = last_status(ports.journal);
        if (!status) return session.fail(status.error());
        const std::string wrong = complaint(*status, ports.clock.now());
        session.print(
            session.json()
                ? dump(Json{{"schema", 1}, {"command", "health"}, {"healthy", wrong.empty()}, {"complaint", wrong}}) +
                      "\n"
                : (wrong.empty() ? "healthy" : wrong) + "\n");
        return wrong.empty() ? ExitCode::UpToDate : ExitCode::DoesNotHold;
    });
}

}  // namespace

CommandSpec health_command() {
    return {.path = "health",
            .chapter = Chapter::Ask,
            .summary = "Say whether the daemon on this state directory looks as often as it should",
            .details = "For a container's health check: it asks neither engine nor network.",
            .examples = {{"health", "0: healthy; 1: no look when one was due"}},
            .exits = {{ExitCode::UpToDate, "healthy"}, {ExitCode::DoesNotHold, "not healthy; the output says why"}},
            .run = run};
}

}  // namespace lockstep
