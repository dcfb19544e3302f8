// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/container.hpp"

#include "engine/api_version.hpp"

namespace lockstep {

bool EngineFacts::api_at_least(std::string_view wanted) const {
    const auto ours = ApiVersion::parse(api);
    const auto asked = ApiVersion::parse(wanted);
    return ours && asked && *ours >= *asked;
}

std::vector<Digest> Image::digests() const {
    std::vector<Digest> found;
    for (const std::string& text : repo_digests) {
        const auto mark = text.find('@');
        if (mark == std::string::npos) continue;
        if (auto digest = Digest::parse(std::string_view(text).substr(mark + 1))) found.push_back(*std::move(digest));
    }
    return found;
}

}  // namespace lockstep
