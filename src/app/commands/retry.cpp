// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"
#include "app/errand.hpp"

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    return run_errand(session,
                      {.kind = OrderKind::Retry, .container = session.arguments().text("CONTAINER"), .until = {}});
}

}  // namespace

CommandSpec retry_command() {
    return {.path = "retry",
            .chapter = Chapter::Steer,
            .summary = "Forget which images failed in a container, so that the next look may take them again",
            .details = "Also those that a person went back from. Works beside a running daemon.",
            .parameters = {{.name = "CONTAINER",
                            .about = "Name or id of a container",
                            .required = true,
                            .completion = Completion::Container},
                           no_wait_parameter()},
            .examples = {{"retry vantage6-demo-user", "after what made the update fail was mended"}},
            .run = run};
}

}  // namespace lockstep
