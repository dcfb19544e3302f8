// SPDX-License-Identifier: Apache-2.0
//
// Oslo, the libraries of OpenStack, and what else is versioned by pbr. Documents: "Linux/Python compatible semantic
// versioning" of pbr (https://docs.openstack.org/pbr/latest/user/semver.html) and Oslo's rule for stable branches.
//
// - Versions are X.Y.Z; pre-releases of pbr have a fourth number: 2.0.0.0a1 is alpha 1 of 2.0.0. Their order is dev, a,
// b,
//   c, final.
// - Who depends on a release caps it at the next minor: ~X.Y.0, that is >=X.Y.0 and below X.(Y+1). So a part takes the
//   newest Z of its X.Y; a wider or a fixed cap is a target `like: oslo` with `policy: range` and a constraint.
// - Milestones such as 2014.2.b1 come from the time before; by number they beat every 1.x and 2.x, and must never win.

#include "config/presets/presets.hpp"

namespace lockstep {
namespace {

std::vector<Target> libraries() {
    Target target = target_for_image("oslo", "*/oslo.*");
    target.policy.kind = PolicyKind::SameMinor;
    return {std::move(target)};
}

}  // namespace

const Preset kOsloPreset{
    .name = "oslo",
    .matches = "images */oslo.*",
    .rule = "newest patch of the running X.Y, as the cap ~X.Y.0 says; never a milestone",
    .source = "pbr documentation, \"Linux/Python compatible semantic versioning\"; Oslo's caps for stable branches",
    .by_default = false,
    .targets = libraries,
};

}  // namespace lockstep
