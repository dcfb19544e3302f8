// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/node_file.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "config/values.hpp"
#include "config/yaml_tree.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using Kind = YamlNode::Kind;

Error unusable(const std::string& place, const std::string& what) {
    return {.kind = ErrorKind::Malformed,
            .code = "node-config-invalid",
            .message = format("the node's own configuration {} {}", escaped(place), what),
            .remedy = "correct it, or set server.url (LOCKSTEP_SERVER_URL) in the configuration of lockstep"};
}

/// The value of a key, or null. Of two equal keys the last one counts, as for the node's own reader.
const YamlNode* value_of(const YamlNode& map, std::string_view key) {
    const YamlNode* found = nullptr;
    for (const auto& member : map.members) {
        if (map.kind == Kind::Map && member.key.text == key) found = &member.value;
    }
    return found;
}

const YamlNode* section(const YamlNode& top, const std::string& environment) {
    if (value_of(top, "server_url") != nullptr) return &top;
    if (environment == "application") return value_of(top, "application");
    const YamlNode* environments = value_of(top, "environments");
    return environments == nullptr ? nullptr : value_of(*environments, environment);
}

/// "" when the key is absent or null.
std::string text_of(const YamlNode& map, std::string_view key) {
    const YamlNode* value = value_of(map, key);
    return value == nullptr ? "" : value->text;
}

std::string put_together(const YamlNode& keys) {
    std::string url = text_of(keys, "server_url");
    while (url.ends_with('/')) url.pop_back();
    if (const std::string port = text_of(keys, "port"); !port.empty()) url += ":" + port;
    std::string path = text_of(keys, "api_path");
    while (path.ends_with('/')) path.pop_back();
    if (!path.empty() && !path.starts_with('/')) url += "/";
    return url + path + "/version";
}

}  // namespace

Result<std::string> version_address_in(const std::string& yaml, const std::string& place,
                                       const std::string& environment) {
    const auto top = read_yaml(yaml, place, YamlRules::Foreign);
    // The parser's words are not repeated: they may hold a piece of the file.
    if (!top) return unusable(place, "cannot be read as YAML");
    const YamlNode* keys = section(*top, environment);
    if (keys == nullptr || text_of(*keys, "server_url").empty()) {
        const bool wrapped = value_of(*top, "application") != nullptr || value_of(*top, "environments") != nullptr;
        return unusable(place, wrapped ? format("has no server_url for its environment '{}'", escaped(environment))
                                       : std::string("has no server_url"));
    }
    const Written written{.items = {{{}, put_together(*keys), 0}}, .origin = {}};
    std::string address;
    if (const Taken fault = take_url(written, address)) {
        return unusable(place, format("names a server whose version address {}", fault->what));
    }
    return address;
}

}  // namespace lockstep
