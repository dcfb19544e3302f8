// SPDX-License-Identifier: Apache-2.0
#include "lockstep/inventory/node_config.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include <string_view>
#include <vector>

namespace lockstep {
namespace {

std::vector<std::string> command_of(const Container& container) {
    const Json raw = tree(container.raw);
    std::vector<std::string> words;
    for (const char* part : {"/Config/Entrypoint", "/Config/Cmd"}) {
        const Json& list = at(raw, part);
        if (!list.is_array()) continue;
        for (const Json& word : list) words.push_back(word.is_string() ? word.get<std::string>() : std::string());
    }
    return words;
}

/// The value of an option in any of its spellings: "-c X", "--config X", "--config=X"; the last one counts.
std::string option(const std::vector<std::string>& words, std::string_view brief_name, std::string_view name) {
    std::string value;
    const std::string with_value = std::string(name) + "=";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with(with_value)) value = words[i].substr(with_value.size());
        if ((words[i] == brief_name || words[i] == name) && i + 1 < words.size()) value = words[i + 1];
    }
    return value;
}

bool is_file_name(std::string_view name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos;
}

}  // namespace

std::optional<NodeConfig> node_config_of(const Container& container) {
    const auto words = command_of(container);
    NodeConfig config;
    config.path = option(words, "-c", "--config");
    if (const std::string environment = option(words, "-e", "--environment"); !environment.empty())
        config.environment = environment;
    if (config.path.starts_with('/')) return config;
    const auto name = container.labels.find("name");
    if (name == container.labels.end() || !is_file_name(name->second)) return std::nullopt;
    config.path = format("/mnt/config/{}.yaml", name->second);
    return config;
}

}  // namespace lockstep
