// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/load.hpp"
#include "lockstep/inventory/workload.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/select/select.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

using TagNames = std::vector<std::string>;

/// The settings of a file with one line: `presets: [NAME]`.
inline Settings with_preset(const std::string& name) {
    auto settings = parse_settings("presets: [" + name + "]\n", "one-line.yaml");
    EXPECT_TRUE(settings) << (settings ? "" : settings.error().text());
    return settings ? std::move(*settings) : Settings{};
}

/// The name of the target that means such a container, "" for none.
inline std::string meant_by(const Settings& settings, const std::string& image, Labels labels = {}) {
    Container container;
    container.name = "some-container";
    container.reference = image;
    container.labels = std::move(labels);
    const Target* target = target_for(container, settings.targets);
    return target == nullptr ? "" : target->name;
}

/// What that target's policy chooses, in one line: "update 4.1.1", "update 4.1.1 down", "keep up-to-date", "refuse …".
inline std::string chosen(const Settings& settings, const std::string& target, const TagNames& tags,
                          const std::string& current, ServerEvidence server = ServerNotAsked{},
                          std::optional<std::string> resolved = {}) {
    const auto found = std::ranges::find(settings.targets, target, &Target::name);
    if (found == settings.targets.end()) return "no target " + target;
    const Verdict verdict = select({.current = current,
                                    .resolved = std::move(resolved),
                                    .tags = {tags},
                                    .server = std::move(server),
                                    .policy = found->policy});
    if (verdict.action != Action::Update) return std::string(word(verdict.action)) + " " + verdict.reason;
    return "update " + verdict.tag + (verdict.direction == Direction::Down ? " down" : "");
}

/// What the server of that target says, read from its answer as the probe reads it; Unreadable when it is no version.
inline ServerEvidence answer(const Settings& settings, const std::string& target, const std::string& body) {
    const auto found = std::ranges::find(settings.targets, target, &Target::name);
    const std::string product = found->server ? found->server->product : "auto";
    const auto version = server_version_in(body, product_of(product));
    if (!version) return ServerUnreadable{version.error().text()};
    return ServerRuns{*version};
}

}  // namespace lockstep
