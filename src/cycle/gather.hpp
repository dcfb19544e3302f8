// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/inventory/workload.hpp"

#include <string_view>
#include <vector>

namespace lockstep {

/// The containers that the configuration means.
struct Gathered {
    std::vector<Workload> workloads;
    std::vector<Skipped> skipped;
};

/// Asks the engine for all containers and keeps those that a target means, in the order of the targets, then by name.
/// A container that vanishes between two questions is not an error: it is gone. `own_id`: as for workload_of.
Result<Gathered> gather(Engine& engine, const std::vector<Target>& targets, std::string_view own_id);

/// A workload, first, and all members of its group: none of them can be judged alone.
Result<Gathered> with_companions(Engine& engine, Workload workload, const std::vector<Target>& targets,
                                 std::string_view own_id);

/// Every container of the engine, inspected.
Result<std::vector<Container>> inspect_all(Engine& engine);

/// The image a container was created from; nothing when the engine no longer has it.
Result<std::optional<Image>> image_of(Engine& engine, const Container& container);

}  // namespace lockstep
