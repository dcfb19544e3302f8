// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/container.hpp"

#include <string_view>
#include <vector>

namespace lockstep {

/// Limits for the engine's own documents: a container may carry large labels and many mounts.
inline constexpr JsonLimits kEngineJson{.bytes = 32U << 20U, .depth = 64, .values = 2'000'000};

/// State.Status as a type; words unknown here give Unknown.
ContainerStatus status_from(std::string_view word);

/// Reads a container's inspect document; `raw` keeps all of it. Malformed `not-an-engine` without an id.
Result<Container> container_from(std::string_view document);

/// Reads an image's inspect document; `raw` keeps all of it. Malformed `not-an-engine` without an id.
Result<Image> image_from(std::string_view document);

/// Reads the container list. A line without any name keeps an empty one.
Result<std::vector<ContainerSummary>> summaries_from(std::string_view document);

}  // namespace lockstep
