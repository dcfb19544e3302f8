// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lockstep {

/// A container as `config init` found it.
struct FoundContainer {
    std::string name;
    std::string image;
    std::string target = {};  ///< the built-in target that means it; empty: none
    std::string preset = {};  ///< whose target that is
    bool by_default = false;  ///< that preset is on without being named
    std::string server = {};  ///< the version address that a node's own configuration names, or why none could be had
};

/// A commented configuration file for this host: what was found, the presets for it, and drafts of targets for what no
/// preset means. It is valid as it stands and changes nothing about containers that nobody labelled. Pure.
std::string starting_file(const std::vector<FoundContainer>& found);

}  // namespace lockstep
