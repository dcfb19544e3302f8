// SPDX-License-Identifier: Apache-2.0
//
// Any container that a person labelled lockstep.enable=true: the newest of its major, the safe reading of every version
// scheme. Its other labels lockstep.* narrow that.

#include "config/presets/presets.hpp"

namespace lockstep {
namespace {

std::vector<Target> whoever_asks() {
    // Any value: inventory says of `false` that it is disabled, and of others that they are wrong.
    return {target_for_label("labelled", "lockstep.enable", "*")};
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
