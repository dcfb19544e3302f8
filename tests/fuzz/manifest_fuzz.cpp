// SPDX-License-Identifier: Apache-2.0
// First line a content type, then the bytes of a manifest or index.
#include "fuzz.hpp"
#include "registry/manifest.hpp"

#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    static const auto digest = Digest::parse("sha256:" + std::string(64, 'a'));
    std::string_view text = text_of(data, size);
    const std::string_view type = take_until(text, '\n');
    (void)read_manifest(text, type, *digest);
    return 0;
}
