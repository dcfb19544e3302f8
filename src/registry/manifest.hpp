// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/registry/registry.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep {

constexpr std::size_t kLargestManifest = 4U << 20U;

/// All types of manifests that we can use, for one Accept line. All must be named: registries answer for a missing
/// type with the digest of another manifest, or with 404 as if the tag were deleted.
std::string_view manifest_accept();

/// True for the four types of `manifest_accept`.
bool is_manifest_type(std::string_view media_type);

/// Digest of these bytes by the algorithm of `like`.
Digest digest_of(std::string_view bytes, const Digest& like);
/// sha256 digest of these bytes.
Digest digest_of(std::string_view bytes);

/// Reads a manifest or index whose bytes have been verified against `digest` (OCI image-spec manifest.md,
/// image-index.md). `content_type` is the header's, without parameters. Malformed `registry-malformed` when types
/// disagree, lists of images and layers come together (CVE-2021-41190) or members are broken; Unsupported for the
/// schema 1 of old registries.
Result<Manifest> read_manifest(std::string_view bytes, std::string_view content_type, const Digest& digest);

}  // namespace lockstep
