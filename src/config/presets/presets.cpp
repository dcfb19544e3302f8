// SPDX-License-Identifier: Apache-2.0
#include "config/presets/presets.hpp"

#include "lockstep/core/check.hpp"

#include <algorithm>

namespace lockstep {

std::span<const Preset> known_presets() {
    static const Preset kPresets[] = {kVantage6Preset, kVantage6ImagesPreset, kBackendAiPreset,
                                      kIreePreset,     kOsloPreset,           kLabelledPreset};
    return kPresets;
}

const std::vector<std::string>& preset_words() {
    static const std::vector<std::string> kWords = [] {
        std::vector<std::string> names;
        for (const Preset& preset : known_presets()) names.emplace_back(preset.name);
        return names;
    }();
    return kWords;
}

std::vector<std::string> default_presets() {
    std::vector<std::string> names;
    for (const Preset& preset : known_presets()) {
        if (preset.by_default) names.emplace_back(preset.name);
    }
    return names;
}

std::vector<Target> preset_targets(std::string_view preset) {
    const auto known = std::ranges::find(known_presets(), preset, &Preset::name);
    LOCKSTEP_CHECK(known != known_presets().end());
    return known->targets();
}

std::optional<Target> built_in_target(std::string_view name) {
    for (const Preset& preset : known_presets()) {
        for (Target& target : preset.targets()) {
            if (target.name == name) return std::move(target);
        }
    }
    return std::nullopt;
}

std::vector<std::string> built_in_target_words() {
    std::vector<std::string> names;
    for (const Preset& preset : known_presets()) {
        for (Target& target : preset.targets()) names.push_back(std::move(target.name));
    }
    return names;
}

Target target_for_label(std::string name, std::string label, std::string value) {
    Target target;
    target.name = std::move(name);
    target.match.labels.emplace_back(std::move(label), std::move(value));
    return target;
}

Target target_for_image(std::string name, std::string image) {
    Target target;
    target.name = std::move(name);
    target.match.image = std::move(image);
    return target;
}

}  // namespace lockstep
