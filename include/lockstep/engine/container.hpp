// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/id.hpp"
#include "lockstep/core/json_text.hpp"
#include "lockstep/image/digest.hpp"
#include "lockstep/image/platform.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

using Labels = std::map<std::string, std::string, std::less<>>;

/// State.Status of the Docker Engine API.
enum class ContainerStatus { Created, Running, Paused, Restarting, Removing, Exited, Dead, Unknown };

/// State.Health.Status; None when the container has no health check.
enum class Health { None, Starting, Healthy, Unhealthy };

/// One line of the container list, including stopped ones.
struct ContainerSummary {
    ContainerId id;
    std::string name;  ///< without the leading slash; empty for a ghost that the engine lists without a name
    ImageId image;
    Labels labels;
    ContainerStatus status = ContainerStatus::Unknown;
};

/// A container as inspect shows it: what decisions need, typed, and the whole document for everything else.
struct Container {
    ContainerId id;
    std::string name;
    std::string reference;  ///< Config.Image: the image as the person wrote it
    ImageId image;
    Labels labels;
    ContainerStatus status = ContainerStatus::Unknown;
    Health health = Health::None;
    bool auto_remove = false;
    int restart_count = 0;
    int exit_code = 0;
    std::string error;       ///< State.Error, as the engine wrote it
    std::string started_at;  ///< State.StartedAt; the year 1 means never started
    std::string finished_at;
    JsonText restart_policy;  ///< HostConfig.RestartPolicy
    JsonText raw;

    bool running() const { return status == ContainerStatus::Running; }
    /// Runs, or would run if it did not keep failing.
    bool up() const { return running() || status == ContainerStatus::Restarting; }
    /// Stopping it deletes it.
    bool ends_with_stop() const { return auto_remove && up(); }
    bool ever_started() const { return !started_at.starts_with("0001-"); }
};

/// A local image as inspect shows it.
struct Image {
    ImageId id;
    std::vector<std::string> tags;          ///< RepoTags
    std::vector<std::string> repo_digests;  ///< RepoDigests, "name@sha256:…"
    Platform platform;
    Labels labels;
    JsonText raw;

    /// The digests of RepoDigests.
    std::vector<Digest> digests() const;
};

/// What the engine says of itself.
struct EngineFacts {
    std::string product;  ///< "docker" or "podman"
    std::string version;
    std::string api;   ///< negotiated version used in every path, "1.41"
    std::string name;  ///< the host's name as /info gives it
    Platform platform;

    /// True when the negotiated API is at least `version` ("1.44").
    bool api_at_least(std::string_view version) const;
};

}  // namespace lockstep
