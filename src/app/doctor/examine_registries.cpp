// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/doctor/examine.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lockstep {
namespace {

/// The tag and platform that one of the containers of a repository runs.
struct Wanted {
    std::string tag;
    Platform platform;
};

std::map<Repository, Wanted> repositories_of(const std::vector<Workload>& workloads) {
    std::map<Repository, Wanted> wanted;
    for (const Workload& workload : workloads)
        wanted.try_emplace(workload.reference.repository(), workload.reference.tag(), workload.image.platform);
    return wanted;
}

std::string found_at(const std::vector<WalkStep>& steps, std::string_view stage) {
    const auto step = std::ranges::find(steps, stage, &WalkStep::stage);
    return step == steps.end() ? "" : step->found;
}

/// Nobody answered there at all, so its other repositories need not be asked.
bool is_silent(const WalkStep& last) {
    return last.trouble && (last.stage == "name" || last.stage == "connection" || last.stage == "tls");
}

void tell(const std::string& subject, const std::vector<WalkStep>& steps, Findings& findings) {
    const WalkStep& last = steps.back();
    if (last.trouble) return findings.bad("registry", subject, Error(*last.trouble).in(last.stage));
    findings.good("registry", subject, "reachable",
                  format("{}; {}; login: {}", found_at(steps, "tags"), last.found, found_at(steps, "login")));
}

}  // namespace

void examine_registries(World& world, const std::vector<Workload>& workloads, const std::stop_token& stop,
                        Findings& findings) {
    std::set<std::string> silent;
    for (const auto& [repository, wanted] : repositories_of(workloads)) {
        const std::string subject = escaped(repository.text(), 400);
        if (silent.contains(repository.registry)) {
            findings.unknown("registry", subject, "not-asked", "its host does not answer, see above");
            continue;
        }
        const auto steps = world.walk(repository, wanted.tag, wanted.platform, stop);
        if (is_silent(steps.back())) silent.insert(repository.registry);
        tell(subject, steps, findings);
    }
}

}  // namespace lockstep
