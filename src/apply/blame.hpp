// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"

namespace lockstep {

/// Whether a failed start or gate is the image's own fault, so that it is not tried again here. Pure.
/// Yes: it exited, kept restarting, was or stayed unhealthy, or its program cannot be run. No: everything that the node
/// caused, above all a host port or address in use, and whatever happened while the engine was away.
bool blames_image(const Error& error);

}  // namespace lockstep
