// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/cycle/workloads_here.hpp"
#include "lockstep/journal/examine_state.hpp"

#include "app/commands/commands.hpp"
#include "app/doctor/examine.hpp"
#include "app/own_container.hpp"
#include "app/session.hpp"
#include "app/show_checks.hpp"
#include "app/status.hpp"

#include <unistd.h>

namespace lockstep {
namespace {

/// What the containers here depend on, as far as the engine can be asked; what the clocks of others say.
std::vector<ForeignTime> examine_surroundings(const Session& session, OpenWorld open, Findings& findings) {
    const Ports ports = open.world.ports();
    const std::string own_id = own_container_id();
    if (!examine_engine(ports.engine, open.settings.engine_socket, findings)) {
        findings.unknown("registry", "-", "not-asked", "which images run here is not known without the engine");
        return {};
    }
    examine_own_container(ports.engine, own_id, open.settings.state_dir, findings);
    const auto workloads = workloads_here(ports.engine, open.settings, own_id);
    if (!workloads) {
        findings.bad("engine", open.settings.engine_socket, workloads.error());
        return {};
    }
    if (workloads->empty())
        findings.unknown("registry", "-", "nothing-meant", "no container here is meant by the configuration",
                         "see `lockstep plan`, and label containers lockstep.enable=true or write targets");
    examine_registries(open.world, *workloads, session.stop(), findings);
    examine_servers(ports.server, *workloads, session.stop(), findings);
    return ask_the_time(open.settings, *workloads, session.stop());
}

ExitCode examine_world(const Session& session, Findings& findings) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        findings.add(examine_state(open.settings.state_dir));
        const auto times = examine_surroundings(session, open, findings);
        const Ports ports = open.world.ports();
        const auto status = last_status(ports.journal);
        const bool looked = status && *status;
        examine_clock(ports.clock.now(), times, looked ? std::optional((*status)->looked_at) : std::nullopt, findings);
        return findings.exit_code();
    });
}

std::string shown(const Findings& findings, const Screen& screen) {
    const auto bad = count(findings.lines(), CheckState::Bad);
    const auto unknown = count(findings.lines(), CheckState::Unknown);
    const std::string sum = bad + unknown == 0 ? format("all {} checks are good", findings.lines().size())
                                               : format("{} of {} checks are bad, {} could not be made", bad,
                                                        findings.lines().size(), unknown);
    return table_of(findings.lines(), screen) + "\n" + sum + "\n";
}

ExitCode run(Session& session) {
    Findings findings;
    examine_configuration(session.overrides(), lockstep_environment(environ), findings);
    ExitCode code = findings.exit_code();
    if (code == ExitCode::UpToDate) {
        code = examine_world(session, findings);
        if (findings.lines().size() == 1) return code;  // the world could not be opened, and that was told
    } else {
        findings.unknown("everything else", "-", "not-asked", "what to look at is not known without a configuration");
    }
    const Json object{{"schema", 1},
                      {"command", "doctor"},
                      {"checks", json_of(findings.lines())},
                      {"error", nullptr},
                      {"exit_code", static_cast<int>(code)}};
    session.print(session.json() ? dump(object) + "\n" : shown(findings, session.screen()));
    return code;
}

}  // namespace

CommandSpec doctor_command() {
    return {.path = "doctor",
            .chapter = Chapter::SetUp,
            .summary = "Examine everything that Lockstep depends on, with a remedy for what is wrong",
            .details =
                "Configuration, state directory, engine and the rights on its socket, Lockstep's own container, the "
                "way to every repository and server in use, the clock. It changes nothing and pulls nothing; rights "
                "are found out by requests about things that do not exist. Ask as the user that runs the service: "
                "another one may have other rights.",
            .examples = {{"doctor", "the first thing to try when something does not work"}},
            .exits = {{ExitCode::UpToDate, "nothing is wrong"},
                      {ExitCode::EvidenceMissing, "a registry, a server or the clock is wrong"},
                      {ExitCode::EngineUnreachable, "the engine or the rights on its socket"},
                      {ExitCode::Configuration, "the configuration or the state directory"},
                      {ExitCode::Stuck, "the journal is damaged or of a newer version"}},
            .run = run};
}

}  // namespace lockstep
