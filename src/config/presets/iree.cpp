// SPDX-License-Identifier: Apache-2.0
//
// IREE: compiler, runtime and turbine. Document: "Versioning scheme"
// (https://iree.dev/developers/general/versioning-scheme/).
//
// - "X and Y are defined as shared version numbers between all packages. The patch level Z MAY be incremented
//   individually"; only a patch is sure to be a bug fix, a minor may break. So each part takes the newest Z of its X.Y,
//   and all parts on one host are a group: who widens the policy of a test machine gets them moved to one X.Y or not at
//   all.
// - Stable 3.0.0; nightly 3.0.0rc20241029, a release candidate by name but a nightly build by maturity; builds of pull
//   requests and of developers 3.0.0.dev+6d55a11, which as a tag has no `+`. A stable release never moves to either of
//   them; a nightly moves to newer nightlies of its release and then to the release.

#include "config/presets/presets.hpp"

namespace lockstep {
namespace {

std::vector<Target> packages() {
    std::vector<Target> targets;
    for (const std::string package :
         {"iree-compiler", "iree-base-compiler", "iree-runtime", "iree-base-runtime", "iree-turbine"}) {
        Target target = target_for_image(package, "*/" + package);
        target.policy.kind = PolicyKind::SameMinor;
        target.group = "iree";
        target.group_by = GroupBy::Minor;
        targets.push_back(std::move(target));
    }
    return targets;
}

}  // namespace

const Preset kIreePreset{
    .name = "iree",
    .matches = "images */iree-compiler, */iree-base-compiler, */iree-runtime, */iree-base-runtime, */iree-turbine",
    .rule = "newest patch of the X.Y; those on one host are a group that shares it",
    .source = "IREE documentation, \"Versioning scheme\"",
    .by_default = false,
    .targets = packages,
};

}  // namespace lockstep
