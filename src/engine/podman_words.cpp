// SPDX-License-Identifier: Apache-2.0
#include "engine/podman_words.hpp"

#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstring>
#include <optional>
#include <string>

namespace lockstep {
namespace {

constexpr std::array<std::string_view, 3> kAddedVariables{
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm", "container=podman"};
constexpr long long kDefaultInterval = 30'000'000'000;  // nanoseconds

bool has(const Json& list, const Json& entry) {
    return list.is_array() && std::find(list.begin(), list.end(), entry) != list.end();
}

bool added_by_podman(const Json& entry, const std::string& hostname) {
    const std::string text = entry.is_string() ? entry.get<std::string>() : std::string();
    return text == "HOSTNAME=" + hostname ||
           std::find(kAddedVariables.begin(), kAddedVariables.end(), text) != kAddedVariables.end();
}

/// Podman keeps variables in no order: first those that are not the image's, then the image's in its order.
Json env_in_order(const Json& env, const Json& image_env, const std::string& hostname) {
    Json ordered = Json::array();
    if (!env.is_array()) return ordered;
    for (const Json& entry : env) {
        if (!has(image_env, entry) && !added_by_podman(entry, hostname)) ordered.push_back(entry);
    }
    std::sort(ordered.begin(), ordered.end());
    if (!image_env.is_array()) return ordered;
    std::copy_if(image_env.begin(), image_env.end(), std::back_inserter(ordered),
                 [&](const Json& entry) { return has(env, entry); });
    return ordered;
}

std::optional<int> number_in(std::string_view text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "15", 15, "TERM", "SIGTERM" and "SIGRTMIN+3" alike.
std::optional<int> signal_number(const Json& word) {
    constexpr std::string_view kRealTime = "RTMIN+";
    constexpr int kFirstRealTime = 34;
    if (word.is_number_integer()) return word.get<int>();
    std::string_view text = word.is_string() ? std::string_view(word.get_ref<const std::string&>()) : "";
    if (const auto number = number_in(text)) return number;
    if (text.starts_with("SIG")) text.remove_prefix(3);
    if (text.starts_with(kRealTime)) {
        const auto above = number_in(text.substr(kRealTime.size()));
        return above ? std::optional(kFirstRealTime + *above) : std::nullopt;
    }
    for (int number = 1; number < kFirstRealTime; ++number) {
        if (const char* name = sigabbrev_np(number); name != nullptr && text == name) return number;
    }
    return std::nullopt;
}

/// The image's own word where it means the same signal.
Json signal_word(const Json& shown, const Json& image_word) {
    const auto number = signal_number(shown);
    if (!number) return shown;
    if (number == signal_number(image_word)) return image_word;
    if (blank(image_word) && number == SIGTERM) return nullptr;
    const char* name = sigabbrev_np(*number);
    return name == nullptr ? std::to_string(*number) : std::string("SIG") + name;
}

bool is_no_entrypoint(const Json& entrypoint) {
    return blank(entrypoint) || entrypoint == Json::array({""});
}

void translate_config(Json& config, const Json& image) {
    config["Env"] = env_in_order(member(config, "Env"), member(image, "Env"), string_at(config, "/Hostname"));
    config["StopSignal"] = signal_word(member(config, "StopSignal"), member(image, "StopSignal"));
    config["Volumes"] = member(image, "Volumes");
    if (is_no_entrypoint(member(config, "Entrypoint"))) config["Entrypoint"] = nullptr;
    if (member(config, "WorkingDir") == "/" && blank(member(image, "WorkingDir"))) config["WorkingDir"] = "";
}

/// "RLIMIT_NOFILE" is taken as "nofile" only.
void translate_limits(Json& host) {
    constexpr std::string_view kPrefix = "RLIMIT_";
    if (!member(host, "Ulimits").is_array()) return;
    for (Json& limit : host["Ulimits"]) {
        const std::string name = string_at(limit, "/Name");
        if (name.starts_with(kPrefix)) limit["Name"] = lower(name.substr(kPrefix.size()));
    }
}

/// One limit is shown in two ways, and a swappiness that nobody set; both are refused at create.
void drop_doubled_limits(Json& host) {
    if (const Json& swappiness = member(host, "MemorySwappiness"); swappiness == 0 || swappiness == -1) {
        host["MemorySwappiness"] = nullptr;
    }
    const Json& cpus = member(host, "NanoCpus");
    if (cpus.is_null() || cpus == 0) return;
    host["CpuQuota"] = 0;
    host["CpuPeriod"] = 0;
}

/// Every exposed port is listed among the published ones.
void drop_unpublished_ports(Json& host) {
    const Json shown = member(host, "PortBindings");
    if (!shown.is_object()) return;
    host["PortBindings"] = Json::object();
    for (const auto& [port, bindings] : shown.items()) {
        if (!blank(bindings)) host["PortBindings"][port] = bindings;
    }
}

std::string sorted_words(std::string_view list) {
    auto words = split(list, ',');
    std::sort(words.begin(), words.end());
    return join({words.begin(), words.end()}, ",");
}

/// Mount options come in another order each time.
void sort_mount_options(Json& host) {
    if (member(host, "Tmpfs").is_object()) {
        for (Json& options : host["Tmpfs"]) {
            if (options.is_string()) options = sorted_words(options.get_ref<const std::string&>());
        }
    }
    if (!member(host, "Binds").is_array()) return;
    for (Json& bind : host["Binds"]) {
        const std::string text = bind.is_string() ? bind.get<std::string>() : std::string();
        const auto parts = split(text, ':');
        if (parts.size() != 3) continue;
        bind = join({std::string(parts[0]), std::string(parts[1]), sorted_words(parts[2])}, ":");
    }
}

void translate_host_config(Json& host) {
    for (const char* name : {"UTSMode", "PidMode"}) {
        if (member(host, name) == "private") host[name] = "";
    }
    translate_limits(host);
    drop_doubled_limits(host);
    drop_unpublished_ports(host);
    sort_mount_options(host);
}

void translate_state(Json& state) {
    const std::string status = string_at(state, "/Status");
    if (status == "stopped") state["Status"] = "exited";
    if (status == "stopping") state["Status"] = "running";
    if (status == "initialized" || status == "configured") state["Status"] = "created";
}

}  // namespace

Json container_in_docker_words(Json container, const Json& image) {
    if (member(container, "Config").is_object()) translate_config(container["Config"], member(image, "Config"));
    if (member(container, "HostConfig").is_object()) translate_host_config(container["HostConfig"]);
    if (member(container, "State").is_object()) translate_state(container["State"]);
    return container;
}

Json image_in_docker_words(Json image, const Json& own) {
    const Json& health = member(own, "Healthcheck");
    if (!health.is_object() || !member(image, "Config").is_object()) return image;
    Json& shown = image["Config"]["Healthcheck"] = health;
    // Containers of this image show them so.
    for (const char* name : {"Interval", "Timeout"}) {
        if (const Json& value = member(shown, name); value.is_null() || value == 0) shown[name] = kDefaultInterval;
    }
    return image;
}

}  // namespace lockstep
