// SPDX-License-Identifier: Apache-2.0
//
// Backend.AI: one manager, agents on every worker machine. Documents: "Version numbering" in the README of
// lablup/backend.ai and its compatibility notes; image names as in docker/README.md and the Helm chart's list of
// images.
//
// - Versions are years and months (24.03.0, since 2025 25.1.0), months zero-padded until 24.12; patches of old lines
//   appear for years. 22.03.11.post1 is a rebuild, 24.03.0dev0 a development build, and both 23.09.8.rc1 and 23.09.8rc1
//   exist.
// - All server-side parts share X.Y. Until 22.06 any patch fits any other; since 22.09 all must match exactly.
// - GET / of the manager answers {"version": "v9.20250722", "manager": "26.8.0"}: `version` is that of the API and
// never
//   one of the product; `manager` is the one to follow.
// - The manager is itself that server, so it cannot follow one: it takes the newest patch of its X.Y, and the others
//   come after it. Another X.Y, and with it another year, is a person's step.

#include "config/presets/presets.hpp"

namespace lockstep {
namespace {

std::vector<Target> parts() {
    Target manager = target_for_image("backendai-manager", "*/backend.ai-manager");
    manager.policy.kind = PolicyKind::SameMinor;
    std::vector<Target> targets{std::move(manager)};
    for (const std::string part : {"agent", "storage-proxy", "webserver", "appproxy-coordinator", "appproxy-worker"}) {
        Target follower = target_for_image("backendai-" + part, "*/backend.ai-" + part);
        follower.policy.kind = PolicyKind::ServerExact;
        follower.policy.exact_since = "22.9";
        follower.server = ServerSettings{.url = {}, .product = "backendai"};
        targets.push_back(std::move(follower));
    }
    return targets;
}

}  // namespace

const Preset kBackendAiPreset{
    .name = "backendai",
    .matches =
        "images */backend.ai-manager, -agent, -storage-proxy, -webserver, -appproxy-coordinator, -appproxy-worker",
    .rule = "the manager takes the newest patch of its X.Y; the others run exactly its version (before 22.09: its X.Y)",
    .source = "Backend.AI documentation, version numbering and compatibility",
    .by_default = false,
    .targets = parts,
};

}  // namespace lockstep
