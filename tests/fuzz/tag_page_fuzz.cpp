// SPDX-License-Identifier: Apache-2.0
// The JSON of a tag page, whole and byte by byte.
#include "lockstep/image/reference.hpp"

#include "fuzz.hpp"
#include "registry/tag_stream.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace lockstep {
namespace {

struct Page {
    std::vector<std::string> tags;
    bool good = false;
    bool operator==(const Page&) const = default;
};

Page read(std::string_view text, std::size_t step) {
    Page page;
    TagStream stream([&page](std::string_view tag) { page.tags.emplace_back(tag); });
    for (bool more = true; more && !text.empty(); text.remove_prefix(std::min(step, text.size())))
        more = stream.feed(text.substr(0, step));
    page.good = stream.finish().has_value();
    return page;
}

}  // namespace
}  // namespace lockstep

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    const std::string_view text = text_of(data, size);
    const Page whole = read(text, size);
    const Page bytewise = read(text, 1);
    LOCKSTEP_CHECK(whole.good == bytewise.good && (!whole.good || whole == bytewise));
    return 0;
}
