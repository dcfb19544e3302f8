// SPDX-License-Identifier: Apache-2.0
// An image reference as people and engines write it.
#include "lockstep/image/reference.hpp"

#include "fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    const auto reference = Reference::parse(text_of(data, size));
    if (!reference) return 0;
    const auto again = Reference::parse(reference->text());
    LOCKSTEP_CHECK(again && again->text() == reference->text());
    return 0;
}
