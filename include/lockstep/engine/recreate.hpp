// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lockstep/core/result.hpp"
#include "lockstep/engine/container.hpp"

namespace lockstep {

/// An endpoint to add after create and before start.
struct Connection {
    std::string network;  ///< name, as it stands in NetworkSettings.Networks
    JsonText endpoint;    ///< EndpointConfig
};

/// All that makes a container again.
struct CreateRequest {
    JsonText body;  ///< of POST /containers/create
    Platform platform;
    std::vector<Connection> connections;
};

struct RecreateInput {
    const Container& old;
    const Image& old_image;
    std::string reference;  ///< image reference of the new container, in the words of the old one
    const EngineFacts& facts;
    /// Ids of containers that were replaced in this run: old → new.
    std::map<std::string, std::string> replaced = {};
};

/// The request that gives the new container every setting that a person gave the old one, and leaves to the new image
/// what the old one only inherited from its image. Pure.
/// Refused `not-recreatable` with the reason where no faithful request exists.
Result<CreateRequest> recreate(const RecreateInput& input);

/// The request that makes the old container again as it was, on its own image: for the rollback of a container that the
/// engine deletes when it stops. Pure.
Result<CreateRequest> recreate_same(const RecreateInput& input);

/// A setting that did not survive, for people: "HostConfig.Memory: 1048576, expected 2097152".
using Difference = std::string;

/// Compares the created but not yet started container with what was asked for: what the person had set in the old one
/// must be the same, what was inherited must be the new image's. Empty when all is explained. Pure.
std::vector<Difference> differences(const Container& old, const Image& old_image, const Container& fresh,
                                    const Image& new_image, const CreateRequest& request);

}  // namespace lockstep
