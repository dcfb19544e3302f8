// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/recreate.hpp"

#include <string>
#include <vector>

namespace lockstep {

/// The request for a container that acts on behalf of `input.old`, from the image `input.reference`: with its user,
/// groups, environment, mounts and limits, but with `command`, without network, name in the network, ports, health
/// check and labels of its own, labelled `lockstep.enable=false`. The engine starts it again after a failure, ten times
/// at most. Pure. Errors as those of `recreate`.
Result<CreateRequest> companion(const RecreateInput& input, const std::vector<std::string>& command);

/// The command (Config.Cmd) that a container runs behind its entrypoint; empty when it has none. Pure.
std::vector<std::string> command_of(const Container& container);

}  // namespace lockstep
