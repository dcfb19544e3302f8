// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/registry/registry.hpp"

#include <cstddef>
#include <string_view>

namespace lockstep {

constexpr std::size_t kLargestConfig = 4U << 20U;

/// Reads a config blob whose bytes have been verified (OCI image-spec config.md). Labels that are no strings are left
/// out. Malformed `registry-malformed`.
Result<ImageConfig> read_image_config(std::string_view bytes, const Digest& digest);

}  // namespace lockstep
