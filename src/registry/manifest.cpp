// SPDX-License-Identifier: Apache-2.0
#include "registry/manifest.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/crypto/sha256.hpp"
#include "lockstep/crypto/sha512.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::string_view kOciIndex = "application/vnd.oci.image.index.v1+json";
constexpr std::string_view kDockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
constexpr std::string_view kOciManifest = "application/vnd.oci.image.manifest.v1+json";
constexpr std::string_view kDockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
constexpr std::size_t kMostEntries = 1000;

Error malformed(const Digest& digest, std::string why) {
    return {.kind = ErrorKind::Malformed,
            .code = "registry-malformed",
            .message = format("the manifest {} is unusable: {}", digest.text(), why),
            .remedy = "push the image again, or ask who publishes it"};
}

bool is_index_type(std::string_view type) {
    return type == kOciIndex || type == kDockerList;
}

/// Type of the document: the header's and the body's must agree; a header that says nothing leaves it to the body.
Result<std::string> type_of(const Json& body, std::string_view header, const Digest& digest) {
    const std::string inner = string_at(body, "/mediaType");
    if (is_manifest_type(header)) {
        if (!inner.empty() && inner != header)
            return malformed(digest, format("its type is '{}' inside but '{}' outside", escaped(inner), header));
        return std::string(header);
    }
    if (!is_manifest_type(inner))
        return malformed(digest,
                         format("its type '{}' is not one of an image", escaped(inner.empty() ? header : inner)));
    return inner;
}

/// Only what runs as an image: no attestations, no signatures and other artifacts.
bool is_image(const Json& entry) {
    if (string_at(entry, "/annotations/vnd.docker.reference.type") == "attestation-manifest") return false;
    if (!string_at(entry, "/artifactType").empty()) return false;
    const std::string type = string_at(entry, "/mediaType");
    if (type != kOciManifest && type != kDockerManifest) return false;
    return string_at(entry, "/platform/os") != "unknown" || string_at(entry, "/platform/architecture") != "unknown";
}

bool is_descriptor(const Json& entry) {
    const Json& size = at(entry, "/size");
    return entry.is_object() && size.is_number_unsigned() && at(entry, "/mediaType").is_string();
}

Platform platform_of(const Json& entry) {
    return normalised(string_at(entry, "/platform/os"), string_at(entry, "/platform/architecture"),
                      string_at(entry, "/platform/variant"));
}

Result<std::vector<PlatformManifest>> platforms_in(const Json& entries, const Digest& digest) {
    if (!entries.is_array()) return malformed(digest, "'manifests' is not a list");
    if (entries.size() > kMostEntries) return malformed(digest, format("more than {} entries", kMostEntries));
    std::vector<PlatformManifest> found;
    for (const Json& entry : entries) {
        auto child = Digest::parse(string_at(entry, "/digest"));
        if (!is_descriptor(entry) || !child) return malformed(digest, "an entry is not a descriptor");
        if (!is_image(entry)) continue;
        // Without a platform an entry can only be meant when there is no other.
        if (at(entry, "/platform").is_null() && entries.size() > 1) continue;
        const Platform platform = platform_of(entry);
        const auto same = [&](const PlatformManifest& other) {
            return other.platform == platform;
        };
        if (std::none_of(found.begin(), found.end(), same)) found.push_back({*std::move(child), platform});
    }
    return found;
}

Result<Digest> config_in(const Json& body, const Digest& digest) {
    const Json& config = at(body, "/config");
    auto found = Digest::parse(string_at(config, "/digest"));
    if (!is_descriptor(config) || !found) return malformed(digest, "'config' is not a descriptor");
    if (!at(body, "/layers").is_array()) return malformed(digest, "'layers' is not a list");
    return found;
}

}  // namespace

std::string_view manifest_accept() {
    return "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, "
           "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, "
           // Only so that a registry gives it and the message can name it.
           "application/vnd.docker.distribution.manifest.v1+prettyjws, "
           "application/vnd.docker.distribution.manifest.v1+json";
}

bool is_manifest_type(std::string_view media_type) {
    return is_index_type(media_type) || media_type == kOciManifest || media_type == kDockerManifest;
}

Digest digest_of(std::string_view bytes, const Digest& like) {
    if (like.algorithm() == "sha512") return *Digest::parse("sha512:" + sha512_hex(bytes));
    return digest_of(bytes);
}

Digest digest_of(std::string_view bytes) {
    return *Digest::parse("sha256:" + sha256_hex(bytes));
}

Result<Manifest> read_manifest(std::string_view bytes, std::string_view content_type, const Digest& digest) {
    const auto body = parse_json(bytes, "it", {.bytes = kLargestManifest});
    if (!body || !body->is_object())
        return malformed(digest, body ? std::string("it is not a JSON object") : body.error().message);
    if (at(*body, "/schemaVersion") == 1)
        return Error{.kind = ErrorKind::Unsupported,
                     .code = "registry-malformed",
                     .message = format("the manifest {} has the old schema 1", digest.text()),
                     .remedy = "push the image again with a current tool: engines no longer take this format"};
    if (body->contains("manifests") && (body->contains("layers") || body->contains("config")))
        return malformed(digest, "it is index and image at the same time");
    auto type = type_of(*body, content_type, digest);
    if (!type) return std::move(type).error();
    Manifest manifest{.digest = digest, .media_type = *std::move(type), .platforms = {}, .config = {}};
    if (is_index_type(manifest.media_type)) {
        auto platforms = platforms_in(at(*body, "/manifests"), digest);
        if (!platforms) return std::move(platforms).error();
        manifest.platforms = *std::move(platforms);
        return manifest;
    }
    auto config = config_in(*body, digest);
    if (!config) return std::move(config).error();
    manifest.config = *std::move(config);
    return manifest;
}

}  // namespace lockstep
