// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/constraint.hpp"

#include "app/commands/commands.hpp"
#include "app/policy_options.hpp"
#include "app/session.hpp"
#include "app/show_version.hpp"

namespace lockstep {
namespace {

/// The text and a caret below the byte from which on it cannot be read; for text that a terminal shows as it is.
std::string pointed_at(const std::string& text, std::size_t place) {
    if (escaped(text, text.size()) != text) return {};
    return format("  {}\n  {}^\n", text, std::string(place, ' '));
}

ExitCode run(Session& session) {
    const Scheme scheme = scheme_in(session.arguments());
    const std::string range = session.arguments().text("CONSTRAINT");
    const std::string text = session.arguments().text("VERSION");
    const auto constraint = Constraint::parse(range, scheme);
    if (!constraint) {
        const ExitCode code = session.fail(constraint.error());
        session.tell(pointed_at(range, Constraint::fault(range, scheme).value_or(0)));
        return code;
    }
    const Tag tag = parse_tag(text, scheme);
    if (!tag.is_version()) return session.fail(not_a_version(tag));
    const bool admitted = constraint->admits(tag);
    const ExitCode code = admitted ? ExitCode::UpToDate : ExitCode::DoesNotHold;
    session.print(session.json() ? dump({{"schema", 1},
                                         {"command", session.command()},
                                         {"constraint", range},
                                         {"version", json_of(tag)},
                                         {"matches", admitted},
                                         {"exit_code", static_cast<int>(code)}}) +
                                       "\n"
                                 : (admitted ? "yes\n" : "no\n"));
    return code;
}

}  // namespace

CommandSpec version_match_command() {
    return {.path = "version match",
            .chapter = Chapter::Ask,
            .summary = "Say whether a range of versions admits a version",
            .details =
                "The range is written as in a target's `constraint`. Channels play no part: a pre-release matches "
                "wherever it lies inside the range.",
            .parameters = {{.name = "CONSTRAINT",
                            .about = "Such as '>=4.8,<5', '~4.13.0', '^4.1', '4.x || 5.x'",
                            .required = true},
                           {.name = "VERSION", .about = "A tag or version", .required = true},
                           scheme_parameter()},
            .examples = {{"version match '<=4.13' 4.13.7", "yes: a short bound means the whole line"}},
            .exits = {{ExitCode::UpToDate, "the range admits it"},
                      {ExitCode::DoesNotHold, "it does not"},
                      {ExitCode::Refused, "this is no version"},
                      {ExitCode::Configuration, "the range cannot be read; the place is pointed at"}},
            .run = run};
}

}  // namespace lockstep
