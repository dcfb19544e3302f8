// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/dependants.hpp"

#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <array>

namespace lockstep {
namespace {

constexpr std::size_t kShortestId = 12;

std::string_view without_slash(std::string_view name) {
    if (name.starts_with('/')) name.remove_prefix(1);
    return name;
}

bool is_id_of(std::string_view text, const Container& provider) {
    return text.size() >= kShortestId && provider.id.text().starts_with(text);
}

/// Whether `name` means the provider: the engine stores ids, people write names or short ids.
bool means(std::string_view name, const Container& provider) {
    return without_slash(name) == provider.name || is_id_of(name, provider);
}

bool shares_namespace(const Json& container, const Container& provider) {
    constexpr std::string_view kOther = "container:";
    for (const char* pointer : {"/HostConfig/NetworkMode", "/HostConfig/PidMode", "/HostConfig/IpcMode"}) {
        const std::string mode = string_at(container, pointer);
        if (mode.starts_with(kOther) && means(std::string_view(mode).substr(kOther.size()), provider)) return true;
    }
    return false;
}

/// Whether an entry "provider:…" of the list means the provider.
template <typename Means>
bool lists(const Json& list, const Means& is_meant) {
    if (!list.is_array()) return false;
    for (const Json& entry : list) {
        if (entry.is_string() && is_meant(split(entry.get_ref<const std::string&>(), ':').front())) return true;
    }
    return false;
}

std::string_view label(const Container& container, std::string_view name) {
    const auto found = container.labels.find(name);
    return found == container.labels.end() ? std::string_view() : std::string_view(found->second);
}

/// "db:service_healthy:true,cache:service_started:false": service, condition, restart.
bool compose_ties(const Container& container, const Container& provider, bool restarting) {
    constexpr std::string_view kProject = "com.docker.compose.project";
    const std::string_view service = label(provider, "com.docker.compose.service");
    const std::string_view project = label(provider, kProject);
    if (service.empty() || project.empty() || label(container, kProject) != project) return false;
    for (const std::string_view entry : split(label(container, "com.docker.compose.depends_on"), ',')) {
        const auto parts = split(entry, ':');
        const bool restarts = parts.size() > 2 && trimmed(parts[2]) == "true";
        if (trimmed(parts.front()) == service && (restarts || !restarting)) return true;
    }
    return false;
}

void add_ties(const Container& container, const Json& document, const Container& provider,
              std::vector<Dependency>& found) {
    const auto add = [&](bool tied, Tie tie) {
        if (tied) found.push_back({container.id, provider.id, tie});
    };
    add(shares_namespace(document, provider), Tie::Namespace);
    add(lists(at(document, "/HostConfig/Links"), [&](std::string_view name) { return means(name, provider); }),
        Tie::Link);
    add(lists(at(document, "/HostConfig/VolumesFrom"), [&](std::string_view name) { return is_id_of(name, provider); }),
        Tie::Volumes);
    const bool restarts = compose_ties(container, provider, true);
    add(restarts, Tie::Restart);
    add(!restarts && compose_ties(container, provider, false), Tie::Order);
}

}  // namespace

std::string_view words_for(Tie tie) {
    switch (tie) {
        case Tie::Namespace:
            return "lives in the network or processes of";
        case Tie::Link:
            return "is linked to";
        case Tie::Volumes:
            return "takes its volumes from";
        case Tie::Restart:
            return "is to be restarted after";
        case Tie::Order:
            return "starts after";
    }
    return "depends on";
}

std::vector<Dependency> dependencies(const std::vector<Container>& all) {
    std::vector<Dependency> found;
    for (const Container& container : all) {
        const Json document = tree(container.raw);
        for (const Container& provider : all) {
            if (container.id != provider.id) add_ties(container, document, provider, found);
        }
    }
    return found;
}

}  // namespace lockstep
