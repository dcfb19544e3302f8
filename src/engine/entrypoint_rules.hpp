// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

/// Entrypoint and Cmd belong together: giving one changes what is inherited of the other.
/// Null stands for "not sent".
struct Process {
    Json entrypoint;
    Json cmd;
    bool operator==(const Process&) const = default;
};

/// What an engine makes of a person's wish on an image (moby, daemon/commit.go `merge`): without an entrypoint of one's
/// own both are inherited, `[]` inherits only the command, `[""]` nothing and is stored as null.
Process merged_process(const Process& own, const Process& image);

/// What a person must have sent to get this container on this image.
Process own_process(const Process& container, const Process& image);

/// Entrypoint and Cmd of a Config; a lone string, as some engines write it, becomes a list of one.
Process process_of(const Json& config);

}  // namespace lockstep
