// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/order.hpp"
#include "lockstep/version/tag.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace lockstep {

/// A version as a release is called: no prefix, variant, architecture or build.
inline bool is_plain_version(const Tag& tag) {
    return tag.is_version() && tag.prefix().empty() && tag.variant().empty() && tag.arch == Arch::None &&
           tag.local_kind == LocalKind::None;
}

/// The plain versions of a line (release prefix; empty: all), highest first. They refer to `listed`.
inline std::vector<Tag> plain_versions(const std::vector<std::string>& listed, const std::string& line) {
    std::vector<Tag> versions;
    const Tag begin = parse_tag(line);
    for (const std::string& text : listed) {
        const Tag tag = parse_tag(text);
        // Two numbers are a moving tag (`4.1`) in every repository that releases three.
        if (!is_plain_version(tag) || tag.count < 3) continue;
        if (line.empty() || begins_with(tag, begin)) versions.push_back(tag);
    }
    std::sort(versions.begin(), versions.end(), [](const Tag& a, const Tag& b) { return comes_before(b, a); });
    return versions;
}

}  // namespace lockstep
