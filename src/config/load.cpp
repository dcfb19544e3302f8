// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"

#include "lockstep/core/format.hpp"

#include "config/config_file.hpp"
#include "config/file_rules.hpp"
#include "config/fragment.hpp"
#include "config/keys.hpp"
#include "config/validate.hpp"
#include "config/written.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

/// Keys, or beginnings of keys, that only a start can take up: what they name is open.
constexpr std::array<std::string_view, 6> kFixedWhileRunning{"engine.",   "state_dir", "listen",
                                                             "registry.", "proxy.",    "trust."};

/// All sources laid over each other, and what became of them.
struct Loaded {
    Fragment merged;
    std::vector<TargetFragment> targets;
    Settings settings;
};

Error missing(const std::string& path) {
    return {.kind = ErrorKind::NotFound,
            .code = "config-missing",
            .message = format("{}: there is no configuration file", path),
            .remedy = "correct the path, or leave it out to run with the built-in targets"};
}

/// The file that a person named, or the default one, which may be absent.
Result<FileFragment> read_file(const std::optional<std::string>& named, Complaints& complaints) {
    const std::string path = named.value_or(std::string(kDefaultConfigFile));
    auto text = read_config_file(path);
    if (!text) return std::move(text).error();
    if (!text->has_value() && named) return missing(path);
    if (!text->has_value()) return FileFragment{};
    return read_fragment(**text, path, complaints);
}

void lay_over(Fragment& under, const Fragment& over) {
    for (const auto& [key, written] : over) under.insert_or_assign(key, written);
}

std::optional<std::string> named_file(const Overrides& overrides, const Environment& environment) {
    if (overrides.file) return overrides.file;
    const auto variable = environment.find("LOCKSTEP_CONFIG");
    if (variable == environment.end() || variable->second.empty()) return std::nullopt;
    return variable->second;
}

Loaded settle(FileFragment file, const Fragment& environment, const Fragment& overrides, Complaints& complaints) {
    Loaded loaded{std::move(file.keys), std::move(file.targets), {}};
    lay_over(loaded.merged, environment);
    lay_over(loaded.merged, overrides);
    loaded.settings = validated(loaded.merged, loaded.targets, complaints);
    return loaded;
}

/// The files that the settings name: there, and secrets closed to others.
void check_files(const Loaded& loaded, Complaints& complaints) {
    const auto hold = [&](const char* key, const std::string& path, auto rule) {
        const auto written = loaded.merged.find(key);
        if (written == loaded.merged.end() || path.empty()) return;
        if (const auto fault = rule(path)) complain(complaints, written->second.origin, key, *fault);
    };
    hold("registry.docker_config", loaded.settings.registry.docker_config, secret_file_fault);
    hold("proxy.login_file", loaded.settings.proxy.login_file, secret_file_fault);
    hold("registry.ca_file", loaded.settings.registry.ca_file, missing_file_fault);
}

/// What was loaded is only to be used without complaints. An Error is a file that could not be read at all.
Result<Loaded> load(const Overrides& overrides, const Environment& environment, Complaints& complaints) {
    auto file = read_file(named_file(overrides, environment), complaints);
    if (!file) return std::move(file).error();
    const Fragment variables = read_environment(environment, complaints);
    Loaded loaded = settle(std::move(*file), variables, read_overrides(overrides), complaints);
    check_files(loaded, complaints);
    return loaded;
}

Result<Loaded> load(const Overrides& overrides, const Environment& environment) {
    Complaints complaints;
    auto loaded = load(overrides, environment, complaints);
    if (loaded && !complaints.empty()) return first_error(complaints);
    return loaded;
}

std::string written_text(const Written& written) {
    std::string text;
    for (const auto& item : written.items) {
        text += format("{}{}{}{}", text.empty() ? "" : ",", item.name, item.name.empty() ? "" : "=", item.text);
    }
    return text;
}

}  // namespace

Result<Settings> load_settings(const Overrides& overrides, const Environment& environment) {
    return load(overrides, environment).transform([](Loaded loaded) { return std::move(loaded.settings); });
}

Result<Settings> parse_settings(const std::string& yaml, const std::string& place) {
    Complaints complaints;
    auto file = read_fragment(yaml, place, complaints);
    if (!file) return std::move(file).error();
    Loaded loaded = settle(std::move(*file), {}, {}, complaints);
    if (!complaints.empty()) return first_error(complaints);
    return std::move(loaded.settings);
}

std::vector<std::string> check_settings(const Overrides& overrides, const Environment& environment) {
    Complaints complaints;
    const auto loaded = load(overrides, environment, complaints);
    if (!loaded) return {loaded.error().text()};
    return sentences(std::move(complaints));
}

std::string configuration_file(const Overrides& overrides, const Environment& environment) {
    return named_file(overrides, environment).value_or(std::string(kDefaultConfigFile));
}

Result<Settings> reload_settings(const Settings& running, const Overrides& overrides, const Environment& environment) {
    auto loaded = load(overrides, environment);
    if (!loaded) return std::move(loaded).error();
    for (const auto& row : settings_keys()) {
        const bool fixed = std::ranges::any_of(
            kFixedWhileRunning, [&](std::string_view prefix) { return row.key.name.starts_with(prefix); });
        if (!fixed || row.show(running) == row.show(loaded->settings)) continue;
        const auto written = loaded->merged.find(row.key.name);
        const std::string origin = written == loaded->merged.end() ? "default" : origin_text(written->second.origin);
        return Error{.kind = ErrorKind::Refused,
                     .code = "config-needs-restart",
                     .message = format("{}: key '{}' is now '{}', was '{}', and cannot change while the program runs",
                                       origin, row.key.name, row.show(loaded->settings), row.show(running)),
                     .remedy = "restart lockstep"};
    }
    return std::move(loaded->settings);
}

Result<std::vector<EffectiveSetting>> effective_settings(const Overrides& overrides, const Environment& environment) {
    auto loaded = load(overrides, environment);
    if (!loaded) return std::move(loaded).error();
    std::vector<EffectiveSetting> shown;
    for (const auto& row : settings_keys()) {
        const auto written = loaded->merged.find(row.key.name);
        const std::string origin = written == loaded->merged.end() ? "default" : origin_text(written->second.origin);
        shown.push_back({std::string(row.key.name), row.show(loaded->settings), origin});
    }
    for (std::size_t i = 0; i < loaded->targets.size(); ++i) {
        for (const auto& [key, written] : loaded->targets[i].keys) {
            shown.push_back({format("targets[{}].{}", i, key), written_text(written), origin_text(written.origin)});
        }
    }
    return shown;
}

std::vector<KnownKey> known_keys() {
    std::vector<KnownKey> known;
    for (const auto& row : settings_keys()) {
        known.push_back({std::string(row.key.name), environment_name(row.key.name), std::string(row.about)});
    }
    for (const auto& row : target_keys()) {
        known.push_back({format("targets[].{}", row.key.name), {}, std::string(row.about)});
    }
    return known;
}

Environment lockstep_environment(const char* const* variables) {
    Environment environment;
    for (; variables != nullptr && *variables != nullptr; ++variables) {
        const std::string_view line = *variables;
        const auto equals = line.find('=');
        if (!line.starts_with("LOCKSTEP_") || equals == std::string_view::npos) continue;
        environment.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return environment;
}

}  // namespace lockstep
