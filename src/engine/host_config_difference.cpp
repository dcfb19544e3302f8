// SPDX-License-Identifier: Apache-2.0
#include "engine/host_config_difference.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/host_config_rules.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lockstep {
namespace {

constexpr std::size_t kIdDigits = 64;

using Names = std::initializer_list<std::string_view>;

bool among(std::string_view name, Names names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// A recreate may change these on purpose: they point at replaced containers, name carried volumes or are rewritten for
/// the engine at hand.
bool is_rewritten(std::string_view name) {
    return among(name, {"NetworkMode", "PidMode", "IpcMode", "VolumesFrom", "Links", "Binds", "Mounts", "Devices",
                        "SecurityOpt", "PortBindings", "KernelMemory", "KernelMemoryTCP", "Sysctls", "MemorySwappiness",
                        "CpuQuota", "CpuPeriod"});
}

/// Where nothing was set, the engine may write its own default here.
bool is_filled_by_engine(std::string_view name) {
    return among(name, {"Runtime", "CgroupnsMode", "IpcMode", "ShmSize", "LogConfig", "NetworkMode", "ConsoleSize",
                        "Isolation", "MemorySwap", "MemorySwappiness", "KernelMemory", "KernelMemoryTCP", "CpuQuota",
                        "CpuPeriod", "MaskedPaths", "ReadonlyPaths"});
}

/// Here false, zero or -1 say the same as nothing.
bool means_nothing(std::string_view name, const Json& value) {
    if (blank(value)) return true;
    if (name == "OomKillDisable") return value == false;
    if (name == "PidsLimit") return value == 0 || value == -1;
    if (name == "MemorySwappiness") return value == -1;
    return among(name, {"KernelMemory", "KernelMemoryTCP"}) && value == 0;
}

bool order_is_free(std::string_view name) {
    return among(name, {"Mounts", "CapAdd", "CapDrop", "SecurityOpt", "VolumesFrom"});
}

Json sorted(Json list) {
    if (list.is_array()) std::sort(list.begin(), list.end());
    return list;
}

/// Mounts in one spelling: engines drop empty members.
Json plain_mounts(const Json& mounts) {
    Json plain = Json::array();
    if (!mounts.is_array()) return plain;
    for (Json mount : mounts) {
        for (auto it = mount.begin(); it != mount.end();) it = blank(*it) || *it == false ? mount.erase(it) : ++it;
        plain.push_back(std::move(mount));
    }
    return plain;
}

Json plain_links(const Json& links) {
    Json plain = Json::array();
    if (!links.is_array()) return plain;
    for (const Json& link : links) {
        if (link.is_string()) plain.push_back(link_for_create(link.get_ref<const std::string&>(), {}));
    }
    return plain;
}

/// A link that was sent with the id of a container comes back with that container's name of the moment.
bool same_links(const Json& actual, const Json& expected) {
    Json have = sorted(plain_links(actual));
    Json want = sorted(plain_links(expected));
    const auto names_id = [](const Json& link) {
        return link.get_ref<const std::string&>().find(':') == kIdDigits;
    };
    if (std::none_of(want.begin(), want.end(), names_id)) return have == want;
    for (Json* links : {&have, &want}) {
        for (Json& link : *links) link = link.get_ref<const std::string&>().substr(link.get<std::string>().find(':'));
    }
    return sorted(have) == sorted(want);
}

bool is_anonymous(const Json& bind) {
    const std::string text = bind.is_string() ? bind.get<std::string>() : std::string();
    return text.find(':') == kIdDigits && text.find_first_not_of("0123456789abcdef") == kIdDigits;
}

/// Podman lists the new image's own volumes here, too; whether anything is mounted too much is seen in the mounts.
bool same_binds(const Json& actual, const Json& expected) {
    Json have = actual.is_array() ? actual : Json::array();
    const Json want = sorted(expected.is_array() ? expected : Json::array());
    std::erase_if(have.get_ref<Json::array_t&>(), [&](const Json& bind) {
        return is_anonymous(bind) && std::find(want.begin(), want.end(), bind) == want.end();
    });
    return sorted(have) == want;
}

Json comparable(std::string_view name, const Json& value) {
    if (name == "Mounts") return sorted(plain_mounts(value));
    return order_is_free(name) ? sorted(value) : value;
}

/// An empty list of masked paths masks nothing; null masks the engine's default.
bool null_differs_from_empty(std::string_view name) {
    return among(name, {"MaskedPaths", "ReadonlyPaths"});
}

bool names_label(const Json& option) {
    return option.is_string() && option.get_ref<const std::string&>().starts_with("label");
}

/// Where nobody chose an SELinux context, the engine may write one.
bool same_options(const Json& actual, const Json& expected) {
    Json have = actual.is_array() ? actual : Json::array();
    Json want = expected.is_array() ? expected : Json::array();
    auto& options = have.get_ref<Json::array_t&>();
    if (std::none_of(want.begin(), want.end(), names_label)) std::erase_if(options, names_label);
    return sorted(have) == sorted(want);
}

bool same(std::string_view name, const Json& actual, const Json& expected) {
    if (name == "SecurityOpt") return same_options(actual, expected);
    if (name == "Links") return same_links(actual, expected);
    if (name == "Binds") return same_binds(actual, expected);
    if (means_nothing(name, expected) && is_filled_by_engine(name) && !expected.is_array()) return true;
    if (null_differs_from_empty(name)) return actual == expected;
    if (means_nothing(name, actual) && means_nothing(name, expected)) return true;
    return alike(comparable(name, actual), comparable(name, expected));
}

}  // namespace

void compare_host_config(const Json& old, const Json& fresh, const Json& body, std::vector<Difference>& found) {
    const Json& before = member(old, "HostConfig");
    const Json& after = member(fresh, "HostConfig");
    const Json& sent = member(body, "HostConfig");
    Json names = before;
    for (const Json* other : {&after, &sent}) {
        if (other->is_object()) names.update(*other);
    }
    for (const auto& [name, ignored] : names.items()) {
        const Json& have = member(after, name);
        const Json& want = member(is_rewritten(name) ? sent : before, name);
        if (same(name, have, want)) continue;
        found.push_back(
            format("HostConfig.{}: {}, expected {}", escaped(name), escaped(dump(have)), escaped(dump(want))));
    }
}

}  // namespace lockstep
