// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/select.hpp"

#include "app/commands/commands.hpp"
#include "app/policy_options.hpp"
#include "app/session.hpp"
#include "app/show.hpp"

#include <utility>

namespace lockstep {
namespace {

Question question_of(const Arguments& arguments, Listing listing, const Policy& policy) {
    Question question{.current = arguments.text("--current"),
                      .resolved = std::nullopt,
                      .tags = {std::move(listing.tags), listing.complete, listing.why_incomplete},
                      .server = ServerNotAsked{},
                      .policy = policy,
                      .want_trace = !arguments.given("--verdict-only")};
    if (arguments.given("--resolved")) question.resolved = arguments.text("--resolved");
    if (arguments.given("--server-version")) question.server = ServerRuns{arguments.text("--server-version")};
    return question;
}

/// Without a running tag there is nothing to decide.
Verdict only_read(Verdict verdict) {
    Verdict nothing;
    nothing.reason = "no-current";
    nothing.sentence = "name the running tag with --current to see what would be taken";
    nothing.trace = std::move(verdict.trace);
    return nothing;
}

ExitCode run(Session& session) {
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        Policy base;
        base.codenames = open.settings.codenames;
        const auto policy = policy_in(session.arguments(), std::move(base));
        if (!policy) return session.fail(policy.error());
        const auto reference = Reference::parse(session.arguments().text("REPOSITORY"));
        if (!reference) return session.fail(reference.error());
        auto listing = open.world.ports().registry.tags(reference->repository(), session.stop());
        if (!listing) return session.fail(listing.error());
        Finding finding;
        finding.verdict = select(question_of(session.arguments(), *std::move(listing), *policy));
        if (!session.arguments().given("--current")) finding.verdict = only_read(std::move(finding.verdict));
        const std::string repository = reference->repository().text();
        session.print(session.json() ? json_of(repository, finding.verdict)
                                     : show_tags(repository, finding.verdict, session.screen()));
        return exit_code_of(finding);
    });
}

std::vector<Parameter> parameters() {
    std::vector<Parameter> all{
        {.name = "REPOSITORY", .about = "For instance registry.example/team/node", .required = true},
        {.name = "--current", .about = "Tag that is assumed to run", .placeholder = "TAG"},
        {.name = "--resolved",
         .about = "Version that it is assumed to stand for, when TAG is an alias such as latest",
         .placeholder = "VERSION"},
        {.name = "--server-version", .about = "Version that the server is assumed to run", .placeholder = "VERSION"},
        {.name = "--verdict-only", .about = "Leave out the list of tags and why each is taken or not"}};
    all.insert(all.end(), policy_parameters().begin(), policy_parameters().end());
    return all;
}

}  // namespace

CommandSpec tags_command() {
    return {.path = "tags",
            .chapter = Chapter::Ask,
            .summary = "List a repository's tags, what kind each is and which one would be taken",
            .details =
                "With --current it answers as `explain` does for a container that runs this tag under the given "
                "policy; without it the tags are only read.",
            .parameters = parameters(),
            .examples = {{"tags registry.example/node --current 4.1.0 --policy server-minor --server-version 4.2.0",
                          "what a node at 4.1.0 would take beside a server at 4.2.0"}},
            .run = run};
}

}  // namespace lockstep
