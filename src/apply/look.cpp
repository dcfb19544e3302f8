// SPDX-License-Identifier: Apache-2.0
#include "look.hpp"

#include <utility>

namespace lockstep {
namespace {

Result<std::optional<Container>> absent_or_container(Result<Container> inspected) {
    if (inspected) return std::optional<Container>(std::move(*inspected));
    if (inspected.error().kind == ErrorKind::NotFound) return std::optional<Container>();
    return std::move(inspected).error();
}

}  // namespace

Result<std::optional<Container>> find(Engine& engine, const ContainerId& id) {
    if (id.empty()) return std::optional<Container>();
    auto found = absent_or_container(engine.inspect(id.text()));
    if (found && *found && (*found)->id != id) return std::optional<Container>();
    return found;
}

Result<std::optional<Container>> find_named(Engine& engine, const std::string& name) {
    auto found = absent_or_container(engine.inspect(name));
    if (found && *found && (*found)->name != name) return std::optional<Container>();
    return found;
}

Result<std::optional<Container>> find_new(Engine& engine, const SwapEntry& entry, const Swap& swap) {
    auto found = find(engine, entry.new_id);
    if (!found || *found) return found;
    return find_named(engine, swap.temporary_name());
}

Result<Seen> look(Engine& engine, const SwapEntry& entry, const Swap& swap) {
    auto old = find(engine, entry.old_id);
    if (!old) return std::move(old).error();
    auto fresh = find_new(engine, entry, swap);
    if (!fresh) return std::move(fresh).error();
    auto named = find_named(engine, entry.name);
    if (!named) return std::move(named).error();
    return Seen{std::move(*old), std::move(*fresh), std::move(*named)};
}

}  // namespace lockstep
