// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag_shelf.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// The same list with one tag more, at its end.
inline TagShelf also(const TagShelf& tags, std::string tag) {
    std::vector<std::string> names = tags.names();
    names.push_back(std::move(tag));
    return names;
}

}  // namespace lockstep
