// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lockstep {

/// One JSON document as text. Ports pass documents this way so that unknown members survive and no port names the JSON
/// library.
struct JsonText {
    std::string text = "null";
    bool operator==(const JsonText&) const = default;
};

}  // namespace lockstep
