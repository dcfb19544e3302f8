// SPDX-License-Identifier: Apache-2.0
// The configuration file.
#include "lockstep/config/load.hpp"

#include "fuzz.hpp"

#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto settings = lockstep::parse_settings(std::string(lockstep::text_of(data, size)), "config.yaml");
    if (!settings) LOCKSTEP_CHECK(!settings.error().code.empty() && !settings.error().message.empty());
    return 0;
}
