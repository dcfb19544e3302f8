// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace lockstep {

/// A built-in set of targets, switched on by its name in `presets`. Its file below src/config/presets says which
/// document of that system each rule comes from.
struct Preset {
    std::string_view name;
    std::string_view matches;          ///< which containers, in words
    std::string_view rule;             ///< how they follow their line, in words
    std::string_view source;           ///< the document that says so
    bool by_default;                   ///< on when `presets` is not set: only where labels tell the containers apart
    std::vector<Target> (*targets)();  ///< without defaults of the file: a server holds only the product
};

/// All presets, in the order of the documentation.
std::span<const Preset> known_presets();

}  // namespace lockstep
