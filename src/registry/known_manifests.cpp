// SPDX-License-Identifier: Apache-2.0
#include "registry/known_manifests.hpp"

#include "lockstep/core/json.hpp"

#include "registry/manifest.hpp"

namespace lockstep {
namespace {

/// A digest is only comparable with one that was had by the same Accept list: it stands in front of it.
constexpr std::string_view kAcceptVersion = "accept1 ";
constexpr std::size_t kLargestNote = 8U << 10U;

Json note_of(const Manifest& manifest) {
    Json platforms = Json::array();
    for (const PlatformManifest& entry : manifest.platforms) {
        platforms.push_back(
            {entry.digest.text(), entry.platform.os, entry.platform.architecture, entry.platform.variant});
    }
    return {{"type", manifest.media_type},
            {"platforms", std::move(platforms)},
            {"config", manifest.config ? manifest.config->text() : ""}};
}

std::optional<PlatformManifest> platform_in(const Json& entry) {
    auto digest = Digest::parse(string_at(entry, "/0"));
    if (!digest) return std::nullopt;
    return PlatformManifest{*std::move(digest),
                            {string_at(entry, "/1"), string_at(entry, "/2"), string_at(entry, "/3")}};
}

}  // namespace

std::optional<Digest> KnownManifests::digest(const Repository& repository, const std::string& tag) const {
    const std::string note = book_.fact(repository.text(), "digest " + tag);
    if (!note.starts_with(kAcceptVersion)) return std::nullopt;
    auto digest = Digest::parse(std::string_view(note).substr(kAcceptVersion.size()));
    return digest ? std::optional(*std::move(digest)) : std::nullopt;
}

void KnownManifests::learn(const Repository& repository, const std::string& tag, const Digest& digest) {
    book_.learn(repository.text(), "digest " + tag, std::string(kAcceptVersion) + digest.text());
}

std::optional<Manifest> KnownManifests::manifest(const Repository& repository, const Digest& digest) const {
    const auto note = parse_json(book_.fact(repository.text(), "manifest " + digest.text()), "it");
    if (!note || !note->is_object()) return std::nullopt;
    Manifest manifest{.digest = digest, .media_type = string_at(*note, "/type"), .platforms = {}, .config = {}};
    if (!is_manifest_type(manifest.media_type)) return std::nullopt;
    for (const Json& entry : at(*note, "/platforms")) {
        auto platform = platform_in(entry);
        if (!platform) return std::nullopt;
        manifest.platforms.push_back(*std::move(platform));
    }
    if (auto config = Digest::parse(string_at(*note, "/config"))) manifest.config = *std::move(config);
    return manifest;
}

void KnownManifests::learn(const Repository& repository, const Manifest& manifest) {
    std::string note = dump(note_of(manifest));
    if (note.size() <= kLargestNote) book_.learn(repository.text(), "manifest " + manifest.digest.text(), note);
}

}  // namespace lockstep
