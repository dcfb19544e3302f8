// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/dependants.hpp"

#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

/// Whether `name` means the provider: the engine stores ids, people write names or short ids.
bool means(std::string_view name, const Container& provider) {
    if (name.starts_with('/')) name.remove_prefix(1);
    constexpr std::size_t kShortest = 12;
    return name == provider.name || (name.size() >= kShortest && provider.id.text().starts_with(name));
}

bool shares_namespace(const Json& container, const Container& provider) {
    return std::ranges::any_of(
        std::array{"/HostConfig/NetworkMode", "/HostConfig/PidMode", "/HostConfig/IpcMode"}, [&](const char* pointer) {
            constexpr std::string_view kOther = "container:";
            const std::string mode = string_at(container, pointer);
            return mode.starts_with(kOther) && means(std::string_view(mode).substr(kOther.size()), provider);
        });
}

bool links_to(const Json& container, const Container& provider) {
    const Json& links = at(container, "/HostConfig/Links");
    return links.is_array() && std::ranges::any_of(links, [&](const Json& link) {
               return link.is_string() && means(split(link.get_ref<const std::string&>(), ':').front(), provider);
           });
}

}  // namespace

std::vector<std::string> dependants_of(const Container& provider, const std::vector<Container>& others) {
    std::vector<std::string> names;
    for (const Container& other : others) {
        if (other.id == provider.id) continue;
        const Json document = tree(other.raw);
        if (shares_namespace(document, provider) || links_to(document, provider)) names.push_back(other.name);
    }
    return names;
}

}  // namespace lockstep
