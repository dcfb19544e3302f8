// SPDX-License-Identifier: Apache-2.0
// The body of a version endpoint's answer.
#include "lockstep/probe/server_version.hpp"
#include "lockstep/version/server_version.hpp"

#include "fuzz.hpp"

#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    const std::string_view body = text_of(data, size);
    for (const Product product : {Product::Auto, Product::Vantage6, Product::BackendAi})
        for (const char* pointer : {"", "/data/version"}) {
            const auto version = server_version_in(body, product, pointer);
            if (!version) LOCKSTEP_CHECK(version.error().code == "server-version-invalid");
            if (version) LOCKSTEP_CHECK(is_server_version(parse_tag(without_build(*version))));
        }
    return 0;
}
