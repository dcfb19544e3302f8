// SPDX-License-Identifier: Apache-2.0
#pragma once

// One target per parser of foreign bytes: NAME_fuzz.cpp defines the function below and checks with LOCKSTEP_CHECK what
// must hold for any bytes. Built with clang it hunts (tests/fuzz/run), with g++ it replays corpus/NAME in every test
// run.

#include "lockstep/core/check.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace lockstep {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Takes what stands before the next `separator` off `text`.
inline std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return taken;
}

}  // namespace lockstep
