// SPDX-License-Identifier: Apache-2.0
//
// vantage6: nodes in hospitals, one central server. Documents: "Release strategy" in vantage6's own documentation
// (docs/devops/release.rst; docs/community/release.rst in release 5), and its command line (cli/node/start.py,
// cli/server/start.py).
//
// - Releases are X.Y.Z, pre-releases glued (5.0.0rc2), rebuilds of an image are posts (3.1.0.post1, 3.1.0-post2).
// Charts
//   of release 5 write 5.0.0-rc2 for the image 5.0.0rc2; both spellings are one version.
// - "Different patch releases should be compatible with each other", but "nodes and servers of different minor versions
//   may not be able to communicate properly": a node follows the minor of its server, as `v6 node start` does.
// - The central parts (server or hq, algorithm store, user interface) are compatible with other minors, so they take
// the
//   newest of their major. A new major is breaking: nobody crosses one on his own.
// - Codenames stand for majors: troltunga (the release workflow writes trolltunga) 1, harukas 2, petronas 3, cotopaxi
// 4,
//   uluru 5. They move on every final release of the major, also on a patch of an older minor: an alias that would go
//   backwards is not followed.

#include "config/presets/presets.hpp"

namespace lockstep {
namespace {

Target following_its_server(Target node) {
    node.policy.kind = PolicyKind::ServerMinor;
    node.server = ServerSettings{.url = {}, .product = "vantage6"};
    node.server_of_node = true;
    return node;
}

/// What the command line of releases 3 and 4 writes on its containers: the label vantage6-type with the values of
/// InstanceType in vantage6.common.globals. Release 5 runs on Kubernetes and writes no such label.
std::vector<Target> labelled_parts() {
    return {
        following_its_server(target_for_label("vantage6-node", "vantage6-type", "node")),
        target_for_label("vantage6-server", "vantage6-type", "server"),
        target_for_label("vantage6-store", "vantage6-type", "algorithm-store"),
        target_for_label("vantage6-ui", "vantage6-type", "ui"),
    };
}

/// For containers without the label, such as those of release 5 beside Kubernetes: the images of vantage6's own
/// registry. A mirror's name may belong to anybody; who has one writes a target `like: vantage6-image-node`.
std::vector<Target> parts_by_image() {
    const std::string folder = "harbor2.vantage6.ai/infrastructure/";
    std::vector<Target> targets{following_its_server(target_for_image("vantage6-image-node", folder + "node"))};
    for (const std::string part : {"server", "hq", "algorithm-store", "store", "ui"}) {
        targets.push_back(target_for_image("vantage6-image-" + part, folder + part));
    }
    return targets;
}

}  // namespace

const Codenames& built_in_codenames() {
    static const Codenames codenames{{"troltunga", "1"}, {"trolltunga", "1"}, {"harukas", "2"},
                                     {"petronas", "3"},  {"cotopaxi", "4"},   {"uluru", "5"}};
    return codenames;
}

const Preset kVantage6Preset{
    .name = "vantage6",
    .matches = "label vantage6-type=node, server, algorithm-store or ui",
    .rule = "nodes follow the minor of their server, central parts take the newest of their major",
    .source = "vantage6 documentation, \"Release strategy\" (docs/devops/release.rst)",
    .by_default = true,
    .targets = labelled_parts,
};

const Preset kVantage6ImagesPreset{
    .name = "vantage6-images",
    .matches = "images harbor2.vantage6.ai/infrastructure/node, server, hq, algorithm-store, store or ui",
    .rule = "as vantage6; for containers without its labels, such as those of release 5",
    .source = "vantage6 documentation, \"Release strategy\" (docs/community/release.rst of release 5)",
    .by_default = false,
    .targets = parts_by_image,
};

}  // namespace lockstep
