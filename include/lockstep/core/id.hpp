// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace lockstep {

/// A string that cannot be mistaken for another kind of string.
template <typename Tag>
class Id {
  public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    auto operator<=>(const Id&) const = default;

  private:
    std::string text_;
};

/// Full 64-digit id of a container.
using ContainerId = Id<struct ContainerIdTag>;
/// Local id of an image, "sha256:…"; not a registry digest.
using ImageId = Id<struct ImageIdTag>;
/// Identifies one swap; derived from the old container's id, so a second run finds its own leftovers.
using SwapId = Id<struct SwapIdTag>;

}  // namespace lockstep
