// SPDX-License-Identifier: Apache-2.0
// WWW-Authenticate headers, one a line.
#include "fuzz.hpp"
#include "registry/challenge.hpp"

#include <string>
#include <vector>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = lockstep::text_of(data, size);
    std::vector<std::string> lines;
    while (!text.empty()) lines.emplace_back(lockstep::take_until(text, '\n'));
    (void)lockstep::challenges_in(lines);
    return 0;
}
