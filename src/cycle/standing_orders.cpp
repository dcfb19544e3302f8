// SPDX-License-Identifier: Apache-2.0
#include "standing_orders.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/suggestion.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// The name of the container that has this name or id.
Result<std::string> container_name(Engine& engine, const std::string& name) {
    auto container = engine.inspect(name);
    if (!container) return with_near_name(engine, std::move(container).error(), name);
    return std::move(container->name);
}

/// `name`, where one of `known` has it, so that a container which is gone is found as well; else as above.
template <typename Known>
Result<std::string> name_among(const std::vector<Known>& known, std::string Known::*member, Engine& engine,
                               const std::string& name) {
    if (std::ranges::find(known, name, member) != known.end()) return name;
    return container_name(engine, name);
}

}  // namespace

Result<Hold> put_on_hold(Ports& ports, const std::vector<Target>& targets, Hold wanted) {
    auto name = name_among(targets, &Target::name, ports.engine, wanted.name);
    if (!name) return std::move(name).error();
    wanted.name = std::move(*name);
    wanted.since = ports.clock.now();
    if (auto written = ports.journal.hold(wanted); !written) return std::move(written).error();
    const std::string end = wanted.until ? " until " + rfc3339(*wanted.until) : "";
    auto noted = note_order(ports, wanted.name, format("a person put it on hold{}", end), wanted.reason);
    if (!noted) return std::move(noted).error();
    return wanted;
}

Result<std::optional<Hold>> lift_hold(Ports& ports, const std::string& name) {
    const auto holds = ports.journal.holds();
    if (!holds) return holds.error();
    const auto held = name_among(*holds, &Hold::name, ports.engine, name);
    if (!held) return held.error();
    const auto hold = std::ranges::find(*holds, *held, &Hold::name);
    if (hold == holds->end()) return std::optional<Hold>{};
    if (auto lifted = ports.journal.unhold(*held); !lifted) return std::move(lifted).error();
    if (auto noted = note_order(ports, *held, "a person lifted its hold", ""); !noted) {
        return std::move(noted).error();
    }
    return std::optional<Hold>(*hold);
}

Result<std::vector<BadDigest>> forgive_digests(Ports& ports, const std::string& container) {
    auto bad = ports.journal.bad_digests();
    if (!bad) return bad;
    const auto name = name_among(*bad, &BadDigest::container, ports.engine, container);
    if (!name) return name.error();
    std::erase_if(*bad, [&](const BadDigest& one) { return one.container != *name; });
    if (bad->empty()) return bad;
    if (auto done = ports.journal.forgive(*name, ""); !done) return std::move(done).error();
    if (auto noted = note_order(ports, *name, "a person ordered what failed to be tried again", ""); !noted) {
        return std::move(noted).error();
    }
    return bad;
}

Result<void> note_order(Ports& ports, const std::string& container, const std::string& what, const std::string& why,
                        const std::string& from, const std::string& to) {
    HistoryEntry line;
    line.at = ports.clock.now();
    line.container = container;
    line.from = from;
    line.to = to;
    line.outcome = "ordered";
    line.reason = why.empty() ? what : format("{} ({})", what, why);
    return ports.journal.finish({}, {line});
}

Error with_near_name(Engine& engine, Error error, const std::string& name) {
    const auto all = engine.containers();
    if (error.code != "no-such-container" || !all) return error;
    std::vector<std::string> names;
    for (const ContainerSummary& one : *all) names.push_back(one.name);
    error.remedy = suggestion(name, names);
    return error;
}

}  // namespace lockstep
