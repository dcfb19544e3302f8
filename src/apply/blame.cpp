// SPDX-License-Identifier: Apache-2.0
#include "blame.hpp"

#include "lockstep/core/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace lockstep {
namespace {

using Words = std::string_view;

/// The engine's words for trouble of the node.
constexpr std::array kNodeTrouble{Words{"port is already allocated"}, Words{"address already in use"},
                                  Words{"address in use"}};

/// What the gate found wrong with the new container itself.
constexpr std::array kGateCodes{Words{"new-exited"}, Words{"new-restarting"}, Words{"new-unhealthy"},
                                Words{"new-not-healthy"}};

/// The runtime's words when the program of the image cannot be run ("exec: "x": executable file not found in $PATH").
constexpr std::array kBrokenProgram{Words{"executable file not found"}, Words{"exec format error"}, Words{"exec: \""},
                                    Words{"exec user process"}};

template <std::size_t N>
bool contains_any(std::string_view text, const std::array<Words, N>& list) {
    return std::any_of(list.begin(), list.end(), [&](Words words) { return text.find(words) != text.npos; });
}

}  // namespace

bool blames_image(const Error& error) {
    const std::string text = lower(error.message + " " + error.origin);
    if (contains_any(text, kNodeTrouble)) return false;
    if (std::find(kGateCodes.begin(), kGateCodes.end(), error.code) != kGateCodes.end()) return true;
    return error.code == "engine-refused" && contains_any(text, kBrokenProgram);
}

}  // namespace lockstep
