// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/select.hpp"
#include "lockstep/version/policy_words.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"
#include "app/show.hpp"

namespace lockstep {
namespace {

Question question_of(const Arguments& arguments, const Listing& listing) {
    Question question{.current = arguments.text("--current"),
                      .resolved = std::nullopt,
                      .tags = {listing.tags, listing.complete, listing.why_incomplete},
                      .server = ServerNotAsked{},
                      .policy = {},
                      .want_trace = true};
    question.policy.kind = policy_kind_of(arguments.text("--policy")).value_or(PolicyKind::SameMajor);
    const std::string server = arguments.text("--server-version");
    if (!server.empty()) question.server = ServerRuns{server};
    return question;
}

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        const auto reference = Reference::parse(session.arguments().text("REPOSITORY"));
        if (!reference) return session.fail(reference.error());
        const auto listing = open.world.ports().registry.tags(reference->repository(), session.stop());
        if (!listing) return session.fail(listing.error());
        const Verdict verdict = select(question_of(session.arguments(), *listing));
        const std::string repository = reference->repository().text();
        session.print(session.json() ? json_of(repository, verdict) : show_tags(repository, verdict, session.screen()));
        return ExitCode::UpToDate;
    });
}

}  // namespace

CommandSpec tags_command() {
    return {.path = "tags",
            .chapter = Chapter::Ask,
            .summary = "List a repository's tags, what kind each is and which one would be taken",
            .parameters = {{.name = "REPOSITORY", .about = "For instance registry.example/team/node", .required = true},
                           {.name = "--current", .about = "Tag that is assumed to run", .placeholder = "TAG"},
                           {.name = "--policy",
                            .about = "How it follows its release line",
                            .placeholder = "POLICY",
                            .words = {"same-major", "same-minor", "server-minor", "server-exact", "range", "pin"},
                            .fallback = "same-major"},
                           {.name = "--server-version",
                            .about = "Version that the server is assumed to run",
                            .placeholder = "VERSION"}},
            .examples = {{"tags registry.example/node --current 4.1.0 --policy server-minor --server-version 4.2.0",
                          "what a node at 4.1.0 would take beside a server at 4.2.0"}},
            .run = run};
}

}  // namespace lockstep
