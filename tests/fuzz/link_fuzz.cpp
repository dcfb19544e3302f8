// SPDX-License-Identifier: Apache-2.0
// Link headers of a tag page, one a line.
#include "fuzz.hpp"
#include "registry/link.hpp"

#include <string>
#include <vector>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    const std::string base = "https://registry.example/v2/node/tags/list?n=100";
    std::string_view text = text_of(data, size);
    std::vector<std::string> lines;
    while (!text.empty()) lines.emplace_back(take_until(text, '\n'));
    const auto next = next_link(lines, base);
    // A page never leads to another host: that is where credentials would go.
    if (next && *next) LOCKSTEP_CHECK(origin_of(**next) == origin_of(base));
    return 0;
}
