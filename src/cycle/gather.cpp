// SPDX-License-Identifier: Apache-2.0
#include "gather.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// An inspected container together with the target that means it.
struct Meant {
    Container container;
    const Target* target;
};

bool is_gone(const Error& error) {
    return error.kind == ErrorKind::NotFound;
}

/// All listed containers that `wanted` takes, inspected.
template <typename Wanted>
Result<std::vector<Container>> inspect_some(Engine& engine, const Wanted& wanted) {
    const auto listed = engine.containers();
    if (!listed) return listed.error();
    std::vector<Container> result;
    for (const ContainerSummary& summary : *listed) {
        if (!wanted(summary)) continue;
        auto container = engine.inspect(summary.id.text());
        if (!container && is_gone(container.error())) continue;
        if (!container) return std::move(container).error();
        result.push_back(std::move(*container));
    }
    return result;
}

Result<std::vector<Meant>> meant(Engine& engine, const std::vector<Target>& targets) {
    auto containers =
        inspect_some(engine, [&](const ContainerSummary& summary) { return may_be_meant(summary, targets); });
    if (!containers) return std::move(containers).error();
    std::vector<Meant> result;
    for (Container& container : *containers) {
        if (const Target* target = target_for(container, targets)) result.push_back({std::move(container), target});
    }
    std::ranges::sort(result, {}, [](const Meant& entry) { return std::pair(entry.target, entry.container.name); });
    return result;
}

}  // namespace

Result<std::optional<Image>> image_of(Engine& engine, const Container& container) {
    auto image = engine.image(container.image.text());
    if (image) return std::optional<Image>(std::move(*image));
    if (is_gone(image.error())) return std::optional<Image>{};
    return std::move(image).error();
}

Result<std::vector<Container>> inspect_all(Engine& engine) {
    return inspect_some(engine, [](const ContainerSummary&) { return true; });
}

Result<Gathered> gather(Engine& engine, const std::vector<Target>& targets, std::string_view own_id) {
    auto entries = meant(engine, targets);
    if (!entries) return std::move(entries).error();
    Gathered gathered;
    for (Meant& entry : *entries) {
        auto image = image_of(engine, entry.container);
        if (!image) return std::move(image).error();
        auto found = workload_of(std::move(entry.container), std::move(*image), *entry.target, own_id);
        if (auto* workload = std::get_if<Workload>(&found)) {
            gathered.workloads.push_back(std::move(*workload));
        } else {
            gathered.skipped.push_back(std::get<Skipped>(std::move(found)));
        }
    }
    return gathered;
}

Result<Gathered> with_companions(Engine& engine, Workload workload, const std::vector<Target>& targets,
                                 std::string_view own_id) {
    Gathered involved;
    const std::string group = workload.target.group;
    const ContainerId id = workload.container.id;
    involved.workloads.push_back(std::move(workload));
    if (group.empty()) return involved;
    auto all = gather(engine, targets, own_id);
    if (!all) return std::move(all).error();
    for (Workload& other : all->workloads) {
        if (other.target.group == group && other.container.id != id) involved.workloads.push_back(std::move(other));
    }
    for (Skipped& other : all->skipped) {
        if (other.group == group) involved.skipped.push_back(std::move(other));
    }
    return involved;
}

}  // namespace lockstep
