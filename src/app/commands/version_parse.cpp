// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/commands/commands.hpp"
#include "app/policy_options.hpp"
#include "app/session.hpp"
#include "app/show_version.hpp"

namespace lockstep {
namespace {

std::string shown(const Json& parts) {
    std::string text;
    for (const auto& [name, value] : parts.items()) {
        const std::string content = value.is_string() ? escaped(value.get<std::string>()) : value.dump();
        if (!value.is_null() && !content.empty()) text += format("{:<10}{}\n", name, content);
    }
    return text;
}

ExitCode run(Session& session) {
    const auto policy = policy_in(session.arguments(), {});
    if (!policy) return session.fail(policy.error());
    const std::string text = session.arguments().text("TAG");
    const Tag tag = parse_tag(text, policy->scheme, policy->codenames);
    const ExitCode code = tag.is_ordered() ? ExitCode::UpToDate : ExitCode::Refused;
    Json parts = json_of(tag);
    if (!session.json()) {
        session.print(shown(parts));
        return code;
    }
    parts.update({{"schema", 1}, {"command", session.command()}, {"exit_code", static_cast<int>(code)}});
    session.print(dump(parts) + "\n");
    return code;
}

}  // namespace

CommandSpec version_parse_command() {
    return {
        .path = "version parse",
        .chapter = Chapter::Ask,
        .summary = "Take a tag apart: kind, numbers, channel, variant, architecture",
        .parameters = {{.name = "TAG", .about = "Any text", .required = true}, scheme_parameter()},
        .examples = {{"version parse v1.2.3-rc.1-alpine3.19-arm64", "what each part is taken for"}},
        .exits = {{ExitCode::UpToDate, "it is a version"}, {ExitCode::Refused, "it is not; the kind says what it is"}},
        .run = run};
}

}  // namespace lockstep
