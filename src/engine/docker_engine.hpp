// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/engine.hpp"

#include "engine/api_channel.hpp"

#include <map>
#include <string>

namespace lockstep {

/// The Engine port over the Docker Engine API (https://docs.docker.com/reference/api/engine/).
class DockerEngine final : public Engine {
  public:
    explicit DockerEngine(const std::string& socket_path) : api_(socket_path) {}

    Result<EngineFacts> facts() override;
    Result<std::vector<ContainerSummary>> containers() override;
    Result<Container> inspect(const std::string& id_or_name) override;
    Result<Image> image(const std::string& id_or_reference) override;
    Result<void> pull(const Reference& pinned, const Platform& platform, const Secret& auth,
                      const PullObserver& observer, const std::stop_token& stop) override;
    Result<void> tag(const ImageId& image, const Reference& reference) override;
    Result<void> remove_image(const std::string& reference) override;
    Result<bool> has_network(const std::string& id_or_name) override;
    Result<ContainerId> create(const std::string& name, const CreateRequest& request) override;
    Result<void> connect(const ContainerId& container, const Connection& connection) override;
    Result<void> start(const ContainerId& container) override;
    Result<void> stop(const ContainerId& container) override;
    Result<void> rename(const ContainerId& container, const std::string& name) override;
    Result<void> set_restart_policy(const ContainerId& container, const JsonText& policy) override;
    Result<void> remove(const ContainerId& container, bool volumes) override;
    Result<void> wait_removed(const ContainerId& container, std::chrono::milliseconds limit) override;

    Result<std::vector<FileChange>> changes(const ContainerId& container) override;
    Result<FileStat> stat(const ContainerId& container, const std::string& path) override;
    Result<std::string> pack(const ContainerId& container, const std::string& path, std::size_t limit) override;
    Result<void> unpack(const ContainerId& container, const std::string& folder, const std::string& tar) override;

  private:
    /// Sends `call`; 2xx and 304 (nothing to do) are success, 404 for this container is `no-such-container`.
    Result<void> act_on(const ContainerId& container, const ApiCall& call);
    bool is_podman();
    /// The description of a container as the engine gave it; see podman_words.hpp.
    Result<std::string> in_docker_words(const std::string& container);
    Result<std::string> image_document(const std::string& id_or_reference);

    ApiChannel api_;
    std::map<std::string, Json> podman_images_;  ///< by id, which says the same for ever
};

}  // namespace lockstep
