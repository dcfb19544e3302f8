// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/engine/container.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

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
    std::string files = {};  ///< archive to unpack at its root before the first start; "" when there is none
};

struct RecreateInput {
    const Container& old;
    const Image& old_image;
    std::string reference;  ///< image reference of the new container, in the words of the old one
    const EngineFacts& facts;
    /// Containers that are replaced together with this one: old id → new id, and "/name" → new id.
    std::map<std::string, std::string> replaced = {};
    /// The image that `reference` stands for, where a label of the old container names its image by id; empty: that
    /// label stays.
    ImageId new_image = {};
    std::string files = {};  ///< what prestart_files found
};

/// Why no faithful copy of this container can be made, as far as its documents tell: it belongs to a scheduler, it is
/// paused, dead or being removed, its image is not known, or its engine does not show all of it. Refused
/// `not-recreatable`, or nothing. Pure.
std::optional<Error> why_not_recreatable(const Container& old, const Image& old_image);

/// The request that gives the new container every setting that a person gave the old one, and leaves to the new image
/// what the old one only inherited from its image. Pure.
/// Refused `not-recreatable` with the reason where no faithful request exists.
Result<CreateRequest> recreate(const RecreateInput& input);

/// The request that makes the old container again as it was, on its own image: for the rollback of a container that the
/// engine deletes when it stops. `input.reference` is ignored: Config.Image stays as written, so that name has to stand
/// for the old image again before this is sent. Pure.
Result<CreateRequest> recreate_same(const RecreateInput& input);

/// A setting that did not survive, for people: "HostConfig.Memory: 1048576, expected 2097152".
using Difference = std::string;

/// Compares the created but not yet started container with what was asked for: what the person had set in the old one
/// must be the same, what was inherited must be the new image's. Empty when all is explained. Pure.
std::vector<Difference> differences(const Container& old, const Image& old_image, const Container& fresh,
                                    const Image& new_image, const CreateRequest& request);

/// The request as one document, for the journal.
JsonText to_json(const CreateRequest& request);

/// Corrupt `create-request-invalid` when the document is not one that `to_json` wrote.
Result<CreateRequest> create_request_from(const JsonText& document);

}  // namespace lockstep
