// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/recreate.hpp"

#include "engine/blank.hpp"
#include "engine/config_rules.hpp"
#include "engine/host_config_difference.hpp"
#include "engine/mount_difference.hpp"
#include "engine/network_difference.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace lockstep {
namespace {

/// Their values may hold secrets: only the name is told.
bool is_private(std::string_view name) {
    return name == "Env" || name == "Cmd" || name == "Entrypoint" || name == "Healthcheck";
}

std::string differing(std::string_view name, const Json& actual, const Json& expected) {
    if (is_private(name)) return format("Config.{}: not as it was set", escaped(name));
    return format("Config.{}: {}, expected {}", escaped(name), escaped(dump(actual)), escaped(dump(expected)));
}

std::string key_of(const std::string& entry) {
    return entry.substr(0, entry.find('='));
}

std::multiset<std::string> entries(const Json& list) {
    std::multiset<std::string> found;
    if (!list.is_array()) return found;
    for (const Json& entry : list) {
        if (entry.is_string()) found.insert(entry.get<std::string>());
    }
    return found;
}

std::set<std::string> keys_only_in(const std::multiset<std::string>& left, const std::multiset<std::string>& right) {
    std::set<std::string> keys;
    for (const std::string& entry : left) {
        if (left.count(entry) != right.count(entry)) keys.insert(key_of(entry));
    }
    return keys;
}

/// By variable: the list's order is the engine's, and a value must not reach a log.
void compare_env(const Json& actual, const Json& expected, std::vector<Difference>& found) {
    const auto have = entries(actual);
    const auto want = entries(expected);
    auto keys = keys_only_in(want, have);
    keys.merge(keys_only_in(have, want));
    for (const std::string& key : keys) found.push_back(format("Config.Env: {} is not as it was set", escaped(key)));
}

void compare_pairs(std::string_view name, const Json& actual, const Json& expected, std::vector<Difference>& found) {
    Json keys = actual.is_object() ? actual : Json::object();
    if (expected.is_object()) keys.update(expected);
    for (const auto& [key, ignored] : keys.items()) {
        const Json& have = member(actual, key);
        const Json& want = member(expected, key);
        if (have == want) continue;
        found.push_back(differing(format("{}.{}", name, key), have, want));
    }
}

bool same_config_value(const std::string& name, const Json& actual, const Json& expected) {
    if (name == "WorkingDir" && actual.is_string() && expected.is_string()) {
        return cleaned_path(actual.get_ref<const std::string&>()) ==
               cleaned_path(expected.get_ref<const std::string&>());
    }
    return alike(actual, expected);
}

void compare_config(const Json& actual, const Json& expected, std::vector<Difference>& found) {
    Json names = actual;
    names.update(expected);
    for (const auto& [name, ignored] : names.items()) {
        const Json& have = member(actual, name);
        const Json& want = member(expected, name);
        if (name == "Env") {
            compare_env(have, want, found);
        } else if (name == "Labels" || name == "ExposedPorts" || name == "Volumes") {
            compare_pairs(name, have, want, found);
        } else if (name != "Hostname" && !same_config_value(name, have, want)) {
            found.push_back(differing(name, have, want));
        }
    }
}

/// A hostname that was not sent is the new container's short id, or a name of a machine or provider that only the
/// engine knows.
void compare_hostname(const Json& old, const Json& fresh, const Json& body, std::vector<Difference>& found) {
    const Json& have = at(fresh, "/Config/Hostname");
    const bool sent = !blank(member(body, "Hostname"));
    const bool generated = string_at(old, "/Config/Hostname") == brief(string_at(old, "/Id"));
    const Json want = sent        ? at(old, "/Config/Hostname")
                      : generated ? Json(std::string(brief(string_at(fresh, "/Id"))))
                                  : have;
    if (!sent && !generated && !hostname_is_chosen_by_engine(old, string_at(old, "/Config/Hostname"))) {
        found.push_back("Config.Hostname: not sent");
    } else if (!alike(have, want)) {
        found.push_back(differing("Hostname", have, want));
    }
}

Json expected_config(const Json& old, const Image& old_image, const Image& new_image, const Json& body) {
    Json own = own_config(old, at(tree(old_image.raw), "/Config"));
    own["Image"] = member(body, "Image");
    const Json& compose_image = at(body, "/Labels/com.docker.compose.image");
    if (compose_image == new_image.id.text()) own["Labels"]["com.docker.compose.image"] = compose_image;
    if (string_at(old, "/HostConfig/NetworkMode") == "host") own.erase("MacAddress");
    return merged_config(own, at(tree(new_image.raw), "/Config"));
}

}  // namespace

std::vector<Difference> differences(const Container& old, const Image& old_image, const Container& fresh,
                                    const Image& new_image, const CreateRequest& request) {
    const Json before = tree(old.raw);
    const Json after = tree(fresh.raw);
    const Json body = tree(request.body);
    std::vector<Difference> found;
    if (fresh.image != new_image.id) {
        found.push_back(format("Image: {}, expected {}", escaped(fresh.image.text()), escaped(new_image.id.text())));
    }
    compare_config(at(after, "/Config"), expected_config(before, old_image, new_image, body), found);
    compare_hostname(before, after, body, found);
    compare_host_config(before, after, body, found);
    compare_mounts(before, after, at(tree(new_image.raw), "/Config/Volumes"), found);
    compare_networks(before, after, found);
    return found;
}

}  // namespace lockstep
