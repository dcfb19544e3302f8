// SPDX-License-Identifier: Apache-2.0
#include "config/presets.hpp"

#include "lockstep/core/check.hpp"

namespace lockstep {
namespace {

Target labelled(std::string name, std::string label, std::string value) {
    Target target;
    target.name = std::move(name);
    target.match.labels.emplace_back(std::move(label), std::move(value));
    return target;
}

/// What the vantage6 command line (releases 3 and 4, the ones on Docker) writes on its containers: the label
/// vantage6-type with the values of InstanceType in vantage6.common.globals. Nodes follow the minor of their server,
/// as `v6 node start` does; central parts stay inside their major. Release 5 runs on Kubernetes and has no such labels.
std::vector<Target> vantage6_targets() {
    Target node = labelled("vantage6-node", "vantage6-type", "node");
    node.policy.kind = PolicyKind::ServerMinor;
    node.server = ServerSettings{.url = {}, .product = "vantage6"};
    return {
        std::move(node),
        labelled("vantage6-server", "vantage6-type", "server"),
        labelled("vantage6-store", "vantage6-type", "algorithm-store"),
        labelled("vantage6-ui", "vantage6-type", "ui"),
    };
}

}  // namespace

const std::vector<std::string>& preset_words() {
    static const std::vector<std::string> words{"vantage6", "labelled"};
    return words;
}

const Codenames& built_in_codenames() {
    static const Codenames codenames{{"troltunga", "1"}, {"trolltunga", "1"}, {"harukas", "2"},
                                     {"petronas", "3"},  {"cotopaxi", "4"},   {"uluru", "5"}};
    return codenames;
}

std::vector<Target> preset_targets(std::string_view preset) {
    if (preset == "vantage6") return vantage6_targets();
    LOCKSTEP_CHECK(preset == "labelled");
    return {labelled("labelled", "lockstep.enable", "true")};
}

}  // namespace lockstep
