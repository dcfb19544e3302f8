// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/engine/engine.hpp"
#include "lockstep/journal/journal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// An image that a container ran before an update.
struct ReplacedImage {
    std::string container;
    ImageId image;
    std::string reference;  ///< for people
};

/// Writes down that `replaced` was replaced, and removes the images that its container had before the newest `keep`
/// ones of those that were replaced here. Others' images are never touched: only what is written down is removed, by
/// id, without force, so that an image with another name or a container stays (and is tried again another time).
/// Returns what was removed. A failure to remove is no failure of the update.
std::vector<ReplacedImage> retire_images(Engine& engine, Journal& journal, const Clock& clock,
                                         const ReplacedImage& replaced, std::size_t keep);

}  // namespace lockstep
