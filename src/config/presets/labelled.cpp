// SPDX-License-Identifier: Apache-2.0
//
// Any container that a person labelled lockstep.enable=true: the newest of its major, the safe reading of every version
// scheme. Other labels of the container narrow that (see config/labels).

#include "config/presets/presets.hpp"

namespace lockstep {
namespace {

std::vector<Target> whoever_asks() {
    return {target_for_label("labelled", "lockstep.enable", "true")};
}

}  // namespace

const Preset kLabelledPreset{
    .name = "labelled",
    .matches = "label lockstep.enable=true",
    .rule = "newest of the running major",
    .source = "Semantic Versioning 2.0, clauses 6 to 8",
    .by_default = true,
    .targets = whoever_asks,
};

}  // namespace lockstep
