// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/image/digest.hpp"
#include "lockstep/image/platform.hpp"
#include "lockstep/image/reference.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// Tags of one repository in no particular order, each once: well-formed ones only, without signature and referrer
/// tags.
struct Listing {
    std::vector<std::string> tags;
    bool complete = true;             ///< false: paging broke off or a cap cut it; absence then proves nothing
    std::string why_incomplete = {};  ///< one line for people
    std::size_t skipped = 0;          ///< elements that are no tags of images
};

/// One image of an index.
struct PlatformManifest {
    Digest digest;
    Platform platform;  ///< all empty when the index names none, which is taken only for a sole entry
};

/// A manifest or index, read and verified against its digest.
struct Manifest {
    Digest digest;
    std::string media_type;
    std::vector<PlatformManifest> platforms;  ///< of an index, attestations left out; empty for a single image
    std::optional<Digest> config;             ///< of a single image
};

/// What an image says of itself, from its config blob.
struct ImageConfig {
    Platform platform;
    std::map<std::string, std::string> labels;  ///< values cut to 4096 bytes
    std::string created = {};                   ///< as written; to be shown, never to be ordered by
};

/// Port: an OCI registry, read only. Shaped by what the cycle asks. Safe to call from several threads.
/// Error codes: `registry-unreachable`, `registry-denied`, `repository-missing`, `tag-missing`, `not-a-registry`,
/// `registry-busy`, `registry-tls`, `proxy-denied`, `digest-mismatch`, `registry-malformed`; each message names host,
/// what was tried, since when it fails, and a remedy.
/// Of kind Refused, because the registry leads where it must not: `realm-refused`, `redirect-refused`. Our own
/// credential file is unreadable: `credentials-invalid`. Stopped: kind Cancelled.
class Registry {
  public:
    virtual ~Registry() = default;

    /// These repositories will be asked about next: their tokens may be had together.
    virtual void expect(const std::set<Repository>& repositories) = 0;

    /// All tags. A list that broke off is success with `complete == false` as soon as one page was read.
    virtual Result<Listing> tags(const Repository& repository, const std::stop_token& stop) = 0;

    /// Digest that `tag` stands for now (index digest for a multi-platform image). One HEAD where the server can.
    virtual Result<Digest> digest(const Repository& repository, const std::string& tag,
                                  const std::stop_token& stop) = 0;

    /// The manifest behind a digest, checked against it.
    virtual Result<Manifest> manifest(const Repository& repository, const Digest& digest,
                                      const std::stop_token& stop) = 0;

    /// The config blob of a single image (Manifest::config), checked against its digest.
    virtual Result<ImageConfig> config(const Repository& repository, const Digest& digest,
                                       const std::stop_token& stop) = 0;

    /// Value of the engine's X-Registry-Auth header for pulls from this registry; empty when we hold no credentials.
    virtual Result<Secret> engine_auth(const Repository& repository) = 0;
};

}  // namespace lockstep
