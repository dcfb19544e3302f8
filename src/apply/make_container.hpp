// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/recreate.hpp"

#include "swap_run.hpp"

#include <string>

namespace lockstep {

/// Ensures a never started container `name` of `image`, made by `request` and connected to all its networks.
/// One that is already there is taken over when it is of that image, and made anew when it is not; one that was ever
/// started is somebody's: Conflict `leftover-started`. A create that is still under way in the engine is waited for.
Result<Container> ensure_created(SwapRun& run, const std::string& name, const CreateRequest& request,
                                 const ImageId& image);

/// Makes the missing connections of a created container.
Result<void> connect_missing(SwapRun& run, const Container& container, const CreateRequest& request);

}  // namespace lockstep
