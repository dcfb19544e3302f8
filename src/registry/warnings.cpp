// SPDX-License-Identifier: Apache-2.0
#include "registry/warnings.hpp"

#include "lockstep/core/text.hpp"

namespace lockstep {

std::vector<std::string> warnings_in(const HttpResponse& answer) {
    constexpr std::size_t kLongest = 200;
    std::vector<std::string> texts;
    for (const std::string& line : answer.all("Warning")) {
        const std::size_t begin = line.find('"');
        const std::size_t end = line.rfind('"');
        if (!line.starts_with("299 ") || begin == std::string::npos || end == begin) continue;
        texts.push_back(escaped(line.substr(begin + 1, end - begin - 1), kLongest));
    }
    return texts;
}

}  // namespace lockstep
