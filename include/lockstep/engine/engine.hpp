// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/core/secret.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/engine/container_files.hpp"
#include "lockstep/engine/recreate.hpp"
#include "lockstep/image/reference.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// One line of a pull's progress, per layer.
struct PullProgress {
    std::string layer;   ///< short id; empty for lines about the whole image
    std::string status;  ///< "Downloading", "Pull complete", …
    long long done = 0;  ///< bytes
    long long total = 0;
};
using PullObserver = std::function<void(const PullProgress&)>;

/// Port: a container engine. Every call is one request, blocking, with a deadline; none retries on its own.
/// Error codes: `engine-unreachable`, `engine-denied` (socket rights), `engine-too-old`, `engine-too-new`,
/// `engine-refused` (with the engine's own words as origin), `no-such-container`, `no-such-image`, `name-taken`,
/// `image-in-use`, `pull-failed`, `not-an-engine`.
/// Containers are addressed by id (or by name where a name is looked for). Used by one thread at a time.
class Engine : public ContainerFiles {
  public:
    virtual Result<EngineFacts> facts() = 0;
    virtual Result<std::vector<ContainerSummary>> containers() = 0;
    virtual Result<Container> inspect(const std::string& id_or_name) = 0;
    virtual Result<Image> image(const std::string& id_or_reference) = 0;

    /// Pulls `pinned` (a reference with a digest) for `platform`; success only when the engine said so at the end.
    virtual Result<void> pull(const Reference& pinned, const Platform& platform, const Secret& auth,
                              const PullObserver& observer, const std::stop_token& stop) = 0;
    /// Gives a local image the name and tag of `reference`.
    virtual Result<void> tag(const ImageId& image, const Reference& reference) = 0;
    /// Takes one name or digest ("name:tag", "name@sha256:…") from its image, and the image's files when it was the
    /// last one. Never by force: Conflict `image-in-use` while a container needs it. Gone already is success.
    virtual Result<void> remove_image(const std::string& reference) = 0;

    virtual Result<bool> has_network(const std::string& id_or_name) = 0;

    virtual Result<ContainerId> create(const std::string& name, const CreateRequest& request) = 0;
    virtual Result<void> connect(const ContainerId& container, const Connection& connection) = 0;
    virtual Result<void> start(const ContainerId& container) = 0;
    /// With the container's own stop signal and timeout. Already stopped is success.
    virtual Result<void> stop(const ContainerId& container) = 0;
    virtual Result<void> rename(const ContainerId& container, const std::string& name) = 0;
    virtual Result<void> set_restart_policy(const ContainerId& container, const JsonText& policy) = 0;
    /// Removes a container that does not run; its anonymous volumes only with `volumes`. Gone already is success.
    virtual Result<void> remove(const ContainerId& container, bool volumes) = 0;
    /// Waits until an auto-removed container is gone. Gone already is success.
    virtual Result<void> wait_removed(const ContainerId& container, std::chrono::milliseconds limit) = 0;
};

/// Docker Engine API over a Unix socket. The API version is negotiated on first use and again after an engine restart.
std::unique_ptr<Engine> make_docker_engine(const std::string& socket_path);

}  // namespace lockstep
