// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/presets.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// One file each; the comment there says what it matches, which rule holds, and which document says so.
extern const Preset kVantage6Preset;
extern const Preset kVantage6ImagesPreset;
extern const Preset kBackendAiPreset;
extern const Preset kIreePreset;
extern const Preset kOsloPreset;
extern const Preset kLabelledPreset;

/// Names that `presets` takes.
const std::vector<std::string>& preset_words();

/// Those that are on when `presets` is not set.
std::vector<std::string> default_presets();

/// The targets of one preset.
std::vector<Target> preset_targets(std::string_view preset);

/// The built-in target of that name, of whatever preset.
std::optional<Target> built_in_target(std::string_view name);
/// Names of all built-in targets.
std::vector<std::string> built_in_target_words();

/// The codenames of vantage6's releases.
const Codenames& built_in_codenames();

/// A target for containers with a label.
Target target_for_label(std::string name, std::string label, std::string value);
/// A target for containers of an image name (glob).
Target target_for_image(std::string name, std::string image);

}  // namespace lockstep
