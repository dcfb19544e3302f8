// SPDX-License-Identifier: Apache-2.0
#include "app/starting_file.hpp"

#include "lockstep/config/presets.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>

namespace lockstep {
namespace {

std::string what_was_found(const std::vector<FoundContainer>& found) {
    if (found.empty()) return "# No container was found on this host.\n";
    std::string text = "# Found on this host:\n";
    for (const FoundContainer& one : found) {
        const std::string rule = one.target.empty() ? "no rule; see below" : "rule " + one.target;
        text += format("#   {}  {}  ({})\n", escaped(one.name), escaped(one.image), rule);
        if (!one.server.empty()) text += format("#     its server: {}\n", escaped(one.server));
    }
    return text;
}

/// Those that are on anyway, and those that something here needs: the latter only as a suggestion.
std::string presets(const std::vector<FoundContainer>& found) {
    std::vector<std::string> on;
    std::vector<std::string> all;
    for (const Preset& preset : known_presets()) {
        const bool needed = std::ranges::find(found, preset.name, &FoundContainer::preset) != found.end();
        if (preset.by_default) on.emplace_back(preset.name);
        if (preset.by_default || needed) all.emplace_back(preset.name);
    }
    std::string text =
        format("\n# Built-in rules; `lockstep config presets` explains them, [] switches them off.\npresets: [{}]\n",
               join(on, ", "));
    if (all != on)
        text += format("# With the rules for what was found by its image name:\n# presets: [{}]\n", join(all, ", "));
    return text;
}

std::string draft_of_target(const FoundContainer& one) {
    return format(
        "#   - name: {0}\n#     match: {{name: \"{0}\"}}\n#     policy: same-minor      # only patches of the running "
        "X.Y\n",
        escaped(one.name));
}

std::string targets(const std::vector<FoundContainer>& found) {
    std::string drafts;
    for (const FoundContainer& one : found) {
        if (one.target.empty()) drafts += draft_of_target(one);
    }
    if (drafts.empty()) return {};
    return "\n# Nobody keeps these in step. Remove the # in front of those that should follow their release line, or "
           "label them\n# lockstep.enable=true.\n# targets:\n" +
           drafts;
}

}  // namespace

std::string starting_file(const std::vector<FoundContainer>& found) {
    return "# Configuration of lockstep, drafted by `lockstep config init`. Every key is optional; `lockstep config "
           "keys`\n"
           "# lists all of them. After a change: lockstep config check\n#\n" +
           what_was_found(found) + "\n# Between two looks of `lockstep run`.\ninterval: 15m\n" + presets(found) +
           "\n# Whom nodes follow. Without it each vantage6 node follows the server that its own configuration names.\n"
           "# server:\n#   url: https://server.example/api/version\n" +
           targets(found);
}

}  // namespace lockstep
