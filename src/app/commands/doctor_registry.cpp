// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"
#include "lockstep/registry/registry_walk.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"

#include <sys/utsname.h>

namespace lockstep {
namespace {

Platform this_machine() {
    utsname machine{};
    return ::uname(&machine) == 0 ? normalised("linux", machine.machine, "") : Platform{};
}

std::string show(const std::vector<WalkStep>& steps, const Screen& screen) {
    std::vector<std::vector<Cell>> rows;
    for (const WalkStep& step : steps) {
        const bool good = !step.trouble;
        rows.push_back({{good ? "✓" : "✗", good ? Tone::Good : Tone::Bad},
                        {step.stage},
                        {good ? step.found : step.trouble->text()}});
    }
    return table({"", "STAGE", "FOUND"}, rows, screen);
}

std::string json_of(const std::string& repository, const std::vector<WalkStep>& steps) {
    Json stages = Json::array();
    for (const WalkStep& step : steps) {
        Json stage{{"stage", step.stage}, {"good", !step.trouble}, {"found", step.found}, {"error", nullptr}};
        if (step.trouble)
            stage["error"] = {{"kind", word(step.trouble->kind)},
                              {"code", step.trouble->code},
                              {"message", step.trouble->message},
                              {"remedy", step.trouble->remedy},
                              {"origin", step.trouble->origin}};
        stages.push_back(std::move(stage));
    }
    return dump({{"schema", 1}, {"repository", repository}, {"stages", std::move(stages)}}) + "\n";
}

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        const std::string text = session.arguments().text("REFERENCE");
        const auto reference = Reference::parse(text);
        if (!reference) return session.fail(reference.error());
        // No tag in the text means any tag here, not `latest`.
        const bool tagged = text.ends_with(":" + reference->tag());
        const auto steps =
            open.world.walk(reference->repository(), tagged ? reference->tag() : "", this_machine(), session.stop());
        session.print(session.json() ? json_of(reference->repository().text(), steps) : show(steps, session.screen()));
        return steps.back().trouble ? ExitCode::EvidenceMissing : ExitCode::UpToDate;
    });
}

}  // namespace

CommandSpec doctor_registry_command() {
    return {.path = "doctor registry",
            .chapter = Chapter::SetUp,
            .summary = "Walk from a registry's name to an image, and say where it breaks",
            .details =
                "Stages: name, connection, TLS, challenge, login, token, tag list, manifest, platform. Everything "
                "is asked anew; nothing is kept.",
            .parameters = {{.name = "REFERENCE", .about = "HOST/REPOSITORY[:TAG]", .required = true}},
            .examples = {{"doctor registry harbor2.vantage6.ai/infrastructure/node", "the way to vantage6's images"}},
            .exits = {{ExitCode::UpToDate, "all the way is good"}, {ExitCode::EvidenceMissing, "it breaks somewhere"}},
            .run = run};
}

}  // namespace lockstep
