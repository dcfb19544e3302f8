// SPDX-License-Identifier: Apache-2.0
#include "app/newcomers.hpp"

#include "lockstep/inventory/workload.hpp"

#include <utility>

namespace lockstep {

std::vector<std::string> Newcomers::arrived() {
    const auto listed = engine_.containers();
    if (!listed) return {};
    std::set<std::string> running;
    std::vector<std::string> names;
    for (const ContainerSummary& container : *listed) {
        if (container.status != ContainerStatus::Running || !may_be_meant(container, targets_)) continue;
        running.insert(container.id.text());
        if (!known_.contains(container.id.text())) names.push_back(container.name);
    }
    known_ = std::move(running);
    return std::exchange(asked_, true) ? names : std::vector<std::string>{};
}

}  // namespace lockstep
